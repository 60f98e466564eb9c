package io.sluice.telemetry;

import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results over HTTP: {@code GET /v1/reports} and {@code GET /v1/reports/NAME/DAY}, as JSON, CSV or a page, by {@code ?format=}
 * or the header Accept. A result is asked for page by page, the next one when the last is sent: it needs no memory to speak of.
 */
final class ReportRoute {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Set<String> FORMATS = Set.of("json", "csv", "html");
    private static final String PATH = "/v1/reports";

    private final Bus bus;

    private ReportRoute(Bus bus) {
        this.bus = bus;
    }

    /** Puts it behind what the router has already: {@link Doorman} and {@link Guard}. */
    static void mount(Router router, Bus bus) {
        ReportRoute route = new ReportRoute(bus);
        router.get(PATH).handler(route::list);
        router.get(PATH + "/:report/:day").handler(route::show);
    }

    private void list(RoutingContext context) {
        JsonObject arguments = new JsonObject();
        put(arguments, "days", context.request().getParam("days"));
        ask(context, "report.list", arguments)
                .onSuccess(answer -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .end(answer.toBuffer()))
                .onFailure(failure -> refuse(context, failure));
    }

    private void show(RoutingContext context) {
        JsonObject arguments = new JsonObject()
                .put("report", context.pathParam("report"))
                .put("day", context.pathParam("day"))
                .put("format", format(context));
        put(arguments, "run", context.request().getParam("run"));
        ask(context, "report.page", arguments)
                .onSuccess(page -> begin(context, arguments, page))
                .onFailure(failure -> refuse(context, failure));
    }

    /** What the query says, else what the client likes best, else JSON. */
    private static String format(RoutingContext context) {
        String asked = context.request().getParam("format");
        if (asked != null) {
            return asked;
        }
        return context.parsedHeaders().accept().stream()
                .map(type -> type.subComponent())
                .filter(FORMATS::contains)
                .findFirst()
                .orElse("json");
    }

    private void begin(RoutingContext context, JsonObject arguments, JsonObject page) {
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, page.getString("type"))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
                .putHeader("x-content-type-options", "nosniff");
        send(context, arguments.put("run", page.getInteger("run")), page).onFailure(failure -> response.reset());
    }

    /** A page is asked for when the client has taken the one before it. */
    private Future<Void> send(RoutingContext context, JsonObject arguments, JsonObject page) {
        Integer next = page.getInteger("next");
        String text = page.getString("text");
        return next == null
                ? context.response().end(text)
                : context.response()
                        .write(text)
                        .compose(written -> ask(context, "report.page", arguments.put("first", next)))
                        .compose(following -> send(context, arguments, following));
    }

    private Future<JsonObject> ask(RoutingContext context, String operation, JsonObject arguments) {
        AdminQuestion question = new AdminQuestion(operation, Guard.who(context), false, arguments.toBuffer());
        return bus.ask(Address.REPORT.text(), question, TIMEOUT, AdminAnswer.class)
                .map(answer -> new JsonObject(answer.json()));
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        AdminRoute.answer(context, Problem.of(AdminDesk.told(SluiceException.of(failure), Address.REPORT)));
    }

    private static void put(JsonObject arguments, String name, @Nullable String value) {
        if (value != null) {
            arguments.put(name, value);
        }
    }
}
