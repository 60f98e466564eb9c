package io.sluice.http;

import io.sluice.config.CorsConfig;
import io.sluice.config.Origin;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets web pages of the configured origins read what the door answers, and answers browsers that ask beforehand. It
 * stands before the door, so that a page can also read why it was refused. It never refuses a request itself: who isn't
 * a browser may send any Origin. Safe on any thread.
 *
 * <p>Vert.x's own handler sees only what the router sees, answers 403 to every request of another origin, and also takes
 * an allowed origin with a path behind it.
 */
final class Cors {
    /** A browser asks again after it, so a change of the list is seen within ten minutes. */
    private static final String MAX_AGE_SECONDS = "600";

    private static final String ALLOWED_METHODS = "GET, HEAD, POST";
    private static final String ALLOWED_HEADERS =
            "Content-Type, Content-Encoding, Idempotency-Key, Prefer, traceparent";
    private static final String EXPOSED_HEADERS = "Location, Retry-After, Idempotency-Replayed, Preference-Applied";

    private final Set<String> origins;
    private final StreamMeters elsewhere;
    private final Answers answers;
    private final ProblemWriter problems;

    Cors(CorsConfig config, StreamMeters elsewhere, Answers answers, ProblemWriter problems) {
        this.origins = config.origins().stream().map(Origin::text).collect(Collectors.toUnmodifiableSet());
        this.elsewhere = elsewhere;
        this.answers = answers;
        this.problems = problems;
    }

    /** Everything that goes through {@code next} is answered with the headers that its origin may have. */
    Entrance before(Entrance next) {
        return new Entrance(
                request -> {
                    boolean allowed = mark(request);
                    if (!isPreflight(request)) {
                        next.readable().handle(request);
                    } else if (allowed) {
                        allow(request);
                    } else {
                        refuse(request);
                    }
                },
                request -> {
                    mark(request);
                    next.unreadable().handle(request);
                });
    }

    /** Whether the request is of an allowed origin. The answer says in any case that another origin's can differ. */
    private boolean mark(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !origins.contains(origin)) {
            return false;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
        return true;
    }

    /** A browser's question whether a page may send a request, before it sends it. */
    private static boolean isPreflight(HttpServerRequest request) {
        return HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    /** The same for every path, also while the node refuses: the page shall read the refusal of the request itself. */
    private void allow(HttpServerRequest request) {
        request.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED_METHODS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        answers.send(request, Buffer.buffer());
    }

    private void refuse(HttpServerRequest request) {
        elsewhere.rejected(Failure.METHOD_NOT_ALLOWED);
        request.response().putHeader(HttpHeaders.ALLOW, ALLOWED_METHODS);
        problems.write(
                request,
                new Problem(
                        Failure.METHOD_NOT_ALLOWED,
                        "web pages of this origin may not use this node; the node's configuration lists those that"
                                + " may, in http.cors.origins"));
    }
}
