package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.telemetry.Health;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies behind the public port: who is let in, and which path leads where. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Connections connections;
    private final Health health;
    private final Framing framing;
    private final StreamMeters elsewhere;
    private final Answers answers;
    private final ProblemWriter problems;
    private final Router router;

    Door(
            Vertx vertx,
            Connections connections,
            Health health,
            Framing framing,
            StreamMeters elsewhere,
            Answers answers,
            ProblemWriter problems) {
        this.connections = connections;
        this.health = health;
        this.framing = framing;
        this.elsewhere = elsewhere;
        this.answers = answers;
        this.problems = problems;
        this.router = Router.router(vertx);
    }

    /** Opens the paths. The wildcard at the end, and not a parameter, spares a regular expression per request. */
    void open(Intake intake, ReceiptDesk receipts, Pages pages) {
        router.post(Intake.PATH + "*").handler(intake::handle);
        router.post(ReceiptDesk.LIST_PATH).handler(receipts::handleSeveral);
        router.route(ReceiptDesk.LIST_PATH).handler(routing -> refuseMethod(routing, "POST"));
        router.get(ReceiptDesk.PATH + "*").handler(receipts::handleOne);
        pages.entries().forEach(this::page);
        router.route(HttpMethod.GET, "/").method(HttpMethod.HEAD).handler(routing -> showAround(routing, pages));
        router.route(Intake.PATH + "*").handler(routing -> refuseMethod(routing, "POST"));
        router.route(ReceiptDesk.PATH + "*").handler(routing -> refuseMethod(routing, "GET"));
        router.route()
                .handler(routing -> refuse(routing.request(), Failure.NOT_FOUND, "there is nothing at this path"));
        router.errorHandler(
                400,
                routing -> refuseLast(routing.request(), new Problem(Failure.INVALID_HEADER, unreadable(routing))));
        router.errorHandler(404, routing -> refuse(routing.request(), Failure.NOT_FOUND, "there is nothing here"));
        router.errorHandler(500, this::fail);
    }

    private void page(String path, Pages.Entry page) {
        router.route(HttpMethod.GET, path)
                .method(HttpMethod.HEAD)
                .handler(routing -> page.send(routing.request()).onFailure(routing::fail));
        router.route(path).handler(routing -> refuseMethod(routing, "GET, HEAD"));
    }

    /** Who opens the port in a browser gets something to look at; a program learns that there is nothing. */
    private void showAround(RoutingContext routing, Pages pages) {
        HttpServerResponse response = routing.response();
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (pages.isLookingAround(routing.request())) {
            response.setStatusCode(302).putHeader(HttpHeaders.LOCATION, Pages.START);
            answers.send(routing.request(), Buffer.buffer());
        } else {
            routing.next();
        }
    }

    /** Every request that Vert.x could read. */
    void enter(HttpServerRequest request) {
        if (connections.isTooMany(request)) {
            refuseLast(request, connections.tooMany());
        } else if (health.isEnding()) {
            refuseLast(request, new Problem(Failure.SHUTTING_DOWN, "this node is stopping; nothing was written"));
        } else if (HttpMethod.CONNECT.equals(request.method())) {
            refuseLast(request, new Problem(Failure.INVALID_HEADER, "CONNECT asks a proxy, and this is none"));
        } else if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            refuseLast(request, new Problem(Failure.INVALID_HEADER, "there are several Host headers; send one"));
        } else {
            router.handle(request);
        }
    }

    /** Every request whose head Vert.x could not read: after it nothing on the connection can be trusted. */
    void enterUnreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        refuseLast(request, Problem.of(framing.head(cause, request.headers())));
    }

    private void refuseMethod(RoutingContext routing, String allowed) {
        routing.response().putHeader(HttpHeaders.ALLOW, allowed);
        refuse(routing.request(), Failure.METHOD_NOT_ALLOWED, "this path answers " + allowed);
    }

    private static String unreadable(RoutingContext routing) {
        return routing.request().getHeader(HttpHeaders.HOST) == null
                ? "the header Host is missing"
                : "the header Host or the path can't be read";
    }

    private void fail(RoutingContext routing) {
        LOG.atError().setCause(routing.failure()).log("a request handler failed");
        refuse(routing.request(), Failure.INTERNAL, "an unexpected error; the node's log tells more");
    }

    private void refuse(HttpServerRequest request, Failure failure, String detail) {
        elsewhere.rejected(failure);
        problems.write(request, new Problem(failure, detail));
    }

    private void refuseLast(HttpServerRequest request, Problem problem) {
        elsewhere.rejected(problem.failure());
        problems.writeLast(request, problem);
    }
}
