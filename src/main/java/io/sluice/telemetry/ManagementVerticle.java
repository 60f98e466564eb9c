package io.sluice.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.ManagementConfig;
import io.sluice.message.Bus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * The management port: {@code /health/live}, {@code /health/ready} (200 or 503, status only: probes may ask from anywhere
 * and without credentials), and behind {@link Doorman} and {@link Guard} {@code /health} (what each part says),
 * {@code /metrics} for Prometheus, {@link AdminRoute}, {@link ReportRoute}, and what else a role serves there
 * ({@link Annex}).
 */
public final class ManagementVerticle extends VerticleBase {
    private static final int IDLE_TIMEOUT_SECONDS = 60;
    /** Of what comes in: questions are small. */
    private static final int MOST_WEBSOCKET_BYTES = 64 << 10;

    private final ManagementConfig config;
    private final PrometheusMeterRegistry registry;
    private final Health health;
    private final NodeOperations operations;
    private final Annex annex;
    private volatile int port;

    /**
     * A verticle that isn't started yet.
     *
     * @param operations what this node answers itself
     * @param annex      serves what nothing else does here
     */
    public ManagementVerticle(
            ManagementConfig config,
            PrometheusMeterRegistry registry,
            Health health,
            NodeOperations operations,
            Annex annex) {
        this.config = config;
        this.registry = registry;
        this.health = health;
        this.operations = operations;
        this.annex = annex;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.get("/health/live").handler(context -> answer(context, 200, "up"));
        router.get("/health/ready").handler(this::ready);
        router.route().handler(new Doorman(config));
        Guard guard = Guard.of(vertx, config.credentials());
        router.route().handler(guard);
        router.get("/health").handler(this::parts);
        router.get("/metrics").handler(this::metrics);
        AdminDesk desk = new AdminDesk(new Bus(vertx), operations);
        AdminRoute.mount(router, desk);
        ReportRoute.mount(router, new Bus(vertx));
        annex.built(context, desk, guard);
        router.route("/*").handler(annex);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(MOST_WEBSOCKET_BYTES)
                .setMaxWebSocketMessageSize(MOST_WEBSOCKET_BYTES)
                .setIdleTimeout(IDLE_TIMEOUT_SECONDS);
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .onSuccess(server -> port = server.actualPort())
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "the management port " + config.host() + ':' + config.port() + " can't be bound ("
                                + cause.getMessage() + "); management.port chooses another",
                        cause)));
    }

    /** The port that it listens on, once started: the one of the configuration, or a free one for 0. */
    public int port() {
        return port;
    }

    private void ready(RoutingContext context) {
        answer(context, health.isReady() ? 200 : 503, text(health.overall()));
    }

    private void parts(RoutingContext context) {
        JsonObject parts = new JsonObject();
        health.parts()
                .forEach((name, part) -> parts.put(
                        name,
                        new JsonObject().put("status", text(part.status())).put("detail", part.detail())));
        JsonObject all = new JsonObject()
                .put("status", text(health.overall()))
                .put("stopping", health.isStopping())
                .put("parts", parts);
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(all.toBuffer());
    }

    private void metrics(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(registry.scrape());
    }

    private static void answer(RoutingContext context, int status, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("status", text).toBuffer());
    }

    private static String text(Health.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
