package io.sluice.fault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.cluster.NodePlan;
import io.sluice.config.SluiceConfig;
import io.sluice.http.Admission;
import io.sluice.http.HttpVerticle;
import io.sluice.http.KeyMemory;
import io.sluice.http.Receipts;
import io.sluice.http.WaitingRoom;
import io.sluice.support.Gateway;
import io.sluice.support.NodeParts;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A node inside the test's JVM, two of whose stages a test brings along. */
final class PlantedNode implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    /** More than there are stages: one that stands still must not hold up another. */
    private static final int EVENT_LOOPS = 8;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
    private final Gateway gateway;

    PlantedNode(JsonObject settings, Function<NodeParts, Deployable> kafka, Function<NodeParts, Deployable> database)
            throws Exception {
        NodePlan plan = NodePlan.of("test", settings);
        SluiceConfig config = plan.config();
        Telemetry telemetry = new Telemetry(new SimpleMeterRegistry());
        NodeParts parts = new NodeParts(config, plan.streams(), "node-" + UUID.randomUUID(), telemetry, new Health());
        deploy(database.apply(parts));
        deploy(kafka.apply(parts));
        deploy(new ValidationVerticle(config.validation(), plan.schemas(), telemetry));
        deploy(new HttpVerticle(
                config.http(),
                plan.streams(),
                new Receipts(config.receipts()),
                new WaitingRoom(config.receipts(), telemetry),
                new Admission(config.http(), telemetry),
                new KeyMemory(config.http(), telemetry),
                telemetry,
                parts.health()));
        gateway = new Gateway(config.http().port(), config.management().port());
    }

    Gateway gateway() {
        return gateway;
    }

    private void deploy(Deployable stage) throws Exception {
        finish(vertx.deployVerticle(stage));
    }

    private static void finish(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        finish(vertx.close());
    }
}
