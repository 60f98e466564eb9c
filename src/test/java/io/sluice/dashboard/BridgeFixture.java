package io.sluice.dashboard;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.config.ByteSize;
import io.sluice.config.DashboardConfig;
import io.sluice.config.ManagementConfig;
import io.sluice.message.Address;
import io.sluice.support.Configs;
import io.sluice.telemetry.Annex;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.ManagementVerticle;
import io.sluice.telemetry.NodeOperations;
import io.sluice.telemetry.StatisticsReader;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A management port with a dashboard behind it, and nothing else of a node. */
final class BridgeFixture implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    final Vertx vertx;
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Telemetry telemetry = new Telemetry(registry);
    final Health health = new Health();
    private final ManagementVerticle management;
    private final Annex annex = new Annex();
    private String dashboard = "";
    private DashboardVerticle role;

    BridgeFixture(ManagementConfig config, int maxConnections) {
        this(Vertx.vertx(), config, maxConnections);
    }

    BridgeFixture(Vertx vertx, ManagementConfig config, int maxConnections) {
        this.vertx = vertx;
        management = new ManagementVerticle(config, registry, health, new OneLook(), annex);
        done(vertx.deployVerticle(management));
        start(maxConnections);
    }

    static ManagementConfig onLoopback() {
        return new ManagementConfig("127.0.0.1", 0, List.of(), null);
    }

    /** Starts the role. */
    void start(int maxConnections) {
        DashboardConfig config = new DashboardConfig(
                maxConnections, Duration.ofSeconds(30), 20, new ByteSize(4096), new DashboardConfig.Tcp(0));
        role = new DashboardVerticle(config, Configs.streams(), "here", annex, telemetry, health);
        dashboard = done(vertx.deployVerticle(role));
    }

    /** Ends the role. */
    void stop() {
        done(vertx.undeploy(dashboard));
    }

    int port() {
        return management.port();
    }

    int tcpPort() {
        return role.tcpPort();
    }

    /** Publishes what a node of that name would say now. */
    void statistics(String node) {
        StatisticsReader reader = new StatisticsReader(registry, health, node, "1", Clock.systemUTC());
        vertx.eventBus()
                .publish(Address.STATISTICS.text(), reader.read(List.of("http")).json());
    }

    static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        done(vertx.close());
    }

    /** A node that can be looked at, and has one operation that changes something. */
    private static final class OneLook implements NodeOperations {
        @Override
        public Set<String> looks() {
            return Set.of("cluster");
        }

        @Override
        public Set<String> changes() {
            return Set.of("drain");
        }

        @Override
        public Future<JsonObject> run(String operation, JsonObject arguments, String who) {
            return Future.succeededFuture(
                    new JsonObject().put("operation", operation).put("who", who));
        }
    }
}
