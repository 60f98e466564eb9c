package io.sluice.telemetry;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminQuestion;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Administration over HTTP: {@code /admin/trouble/list} is the operation {@code trouble.list}. A GET gives its arguments in
 * the query and never changes anything; a POST gives them as a JSON object. What isn't about the node itself the stage that
 * holds the database answers, over the bus.
 */
final class AdminRoute {
    /** A payload of 900 KiB that stands in a JSON text with every quote escaped. */
    private static final long MOST_BYTES = 2L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoute.class);
    private static final String PREFIX = "/admin/";
    private static final int PAYLOAD_TOO_LARGE = 413;
    private static final String RETRY_AFTER_SECONDS = "2";

    private final AdminDesk desk;

    private AdminRoute(AdminDesk desk) {
        this.desk = desk;
    }

    /** Puts it behind what the router has already: {@link Doorman} and {@link Guard}. */
    static void mount(Router router, AdminDesk desk) {
        AdminRoute route = new AdminRoute(desk);
        router.get(PREFIX + '*').handler(route::look);
        router.post(PREFIX + '*')
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(route::change)
                .failureHandler(AdminRoute::failed);
        router.route(PREFIX + '*').handler(context -> {
            context.response().putHeader("allow", "GET, POST");
            answer(context, new Problem(Failure.METHOD_NOT_ALLOWED, "administration takes GET and POST"));
        });
    }

    private void look(RoutingContext context) {
        ask(context, arguments(context.queryParams()).toBuffer());
    }

    /** A name that stands there more than once has all its values. */
    private static JsonObject arguments(MultiMap query) {
        JsonObject arguments = new JsonObject();
        for (String name : query.names()) {
            List<String> values = query.getAll(name);
            arguments.put(name, values.size() == 1 ? values.get(0) : new JsonArray(values));
        }
        return arguments;
    }

    /** A page of another site can't send this media type without asking first, and it would ask in vain. */
    private void change(RoutingContext context) {
        String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            answer(context, new Problem(Failure.UNSUPPORTED_MEDIA_TYPE, "send the arguments as application/json"));
            return;
        }
        Buffer body = context.body().buffer();
        ask(context, body == null || body.length() == 0 ? Buffer.buffer("{}") : body);
    }

    private void ask(RoutingContext context, Buffer arguments) {
        String operation = context.normalizedPath().substring(PREFIX.length()).replace('/', '.');
        boolean mayChange = HttpMethod.POST.equals(context.request().method());
        AdminQuestion question = new AdminQuestion(operation, Guard.who(context), mayChange, arguments);
        desk.answer(question)
                .onSuccess(answer -> {
                    log(question, "done");
                    send(context, "application/json", answer.json());
                })
                .onFailure(cause -> {
                    Problem problem = Problem.of(SluiceException.of(cause));
                    log(question, problem.failure().code());
                    answer(context, problem);
                });
    }

    /** Who changed what is for the node's log; what exactly changed stands in the database. */
    private static void log(AdminQuestion question, String outcome) {
        if (question.mayChange()) {
            LOG.atInfo()
                    .addKeyValue("operation", question.operation())
                    .addKeyValue("who", question.who())
                    .addKeyValue("outcome", outcome)
                    .log("administration");
        }
    }

    private static void failed(RoutingContext context) {
        answer(
                context,
                context.statusCode() == PAYLOAD_TOO_LARGE
                        ? new Problem(Failure.TOO_LARGE, "the arguments are over " + MOST_BYTES + " bytes")
                        : Problem.of(SluiceException.of(
                                context.failure() == null ? new IllegalStateException() : context.failure())));
    }

    /** Answers with a problem document. */
    static void answer(RoutingContext context, Problem problem) {
        context.response().setStatusCode(problem.failure().status());
        if (problem.failure().isRetryable()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        send(context, ProblemDocument.MEDIA_TYPE, ProblemDocument.of(problem));
    }

    /** Payloads are nothing to keep in a cache. */
    private static void send(RoutingContext context, String type, Buffer body) {
        context.request().resume();
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
