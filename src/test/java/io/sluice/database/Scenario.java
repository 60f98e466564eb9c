package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stage 4 between a log in memory and a real PostgreSQL, a fresh database for each test. */
abstract class Scenario {
    static final Streams STREAMS = StreamFolder.read("classpath:streams", Path.of("."));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final PostgresFixture postgres = new PostgresFixture();

    final long now = Instant.now().toEpochMilli();
    final FakeBridge.Log log = new FakeBridge.Log();
    final Health health = new Health();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Vertx> nodes = new ArrayList<>();

    @AfterEach
    void closeNodes() throws Exception {
        for (Vertx node : nodes) {
            finish(node.close());
        }
    }

    /** What the nodes know; a test may have others. */
    Streams streams() {
        return STREAMS;
    }

    /** A Vert.x of its own with a bridge and stage 4, named node1, node2 … in order. */
    Vertx startNode(DatabaseConfig config) throws Exception {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        new FakeBridge(vertx, log);
        finish(vertx.deployVerticle(
                new DatabaseVerticle(config, streams(), "node" + nodes.size(), new Telemetry(meters), health)));
        return vertx;
    }

    static <T> T finish(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static String event(int i) {
        return "{\"nginx_version\":\"1.9\",\"timestamp\":" + (1_600_000_000_123L + i) + ",\"address\":\"10.0.0." + i
                + "\",\"requests\":{\"total\":" + i + "},\"unicode\":\"ü€😀\"}";
    }

    String one(String sql) {
        return postgres.query(sql).get(0).get(0);
    }

    void awaitOffset(String stream, int partition, long next) {
        eventually(() -> assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE stream = '" + stream
                        + "' AND partition = " + partition))
                .isEqualTo(Long.toString(next)));
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }
}
