package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;

/** The one place that writes error answers. */
final class ProblemWriter {
    private static final CharSequence MEDIA_TYPE = HttpHeaders.createOptimized(ProblemDocument.MEDIA_TYPE);

    private static final CharSequence ACCEPT_POST = HttpHeaders.createOptimized("accept-post");

    private final Answers answers;
    private final LimitMeters limits;
    private final CharSequence[] retryAfter;
    private final BiConsumer<HttpServerResponse, Failure> witness;

    /**
     * Every answer that is worth another try says to wait {@code retryAfter}, or up to twice as long: senders that were
     * refused together don't come back together.
     *
     * @param witness told of each refusal that is about to be sent
     */
    ProblemWriter(
            Answers answers, LimitMeters limits, Duration retryAfter, BiConsumer<HttpServerResponse, Failure> witness) {
        this.answers = answers;
        this.limits = limits;
        this.witness = witness;
        this.retryAfter = LongStream.rangeClosed(retryAfter.toSeconds(), 2 * retryAfter.toSeconds())
                .mapToObj(seconds -> HttpHeaders.createOptimized(String.valueOf(seconds)))
                .toArray(CharSequence[]::new);
    }

    /** Answers; the connection goes on where it can. */
    void write(HttpServerRequest request, Problem problem) {
        answers.send(request, prepare(request, problem));
    }

    /** Answers and ends the connection. */
    void writeLast(HttpServerRequest request, Problem problem) {
        answers.sendLast(request, prepare(request, problem));
    }

    private Buffer prepare(HttpServerRequest request, Problem problem) {
        Failure failure = problem.failure();
        limits.refused(problem);
        HttpServerResponse response = request.response();
        if (!response.ended()) {
            witness.accept(response, failure);
            response.setStatusCode(failure.status()).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
            if (failure.isRetryable()) {
                response.putHeader(
                        HttpHeaders.RETRY_AFTER,
                        retryAfter[ThreadLocalRandom.current().nextInt(retryAfter.length)]);
            }
            if (failure == Failure.UNSUPPORTED_ENCODING) {
                response.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
            } else if (failure == Failure.UNSUPPORTED_MEDIA_TYPE) {
                response.putHeader(ACCEPT_POST, "application/json, application/x-ndjson");
            }
        }
        return ProblemDocument.of(problem);
    }
}
