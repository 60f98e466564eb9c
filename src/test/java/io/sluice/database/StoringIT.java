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
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Stage 4 between a log in memory and a real PostgreSQL. Each test has a database to itself... and streams of its own:
 *
 * <pre>
 *   FakeBridge.Log ──▶ DatabaseVerticle ──▶ logs.nginx, logs.playback, sluice.trouble, sluice.event_count
 * </pre>
 */
class StoringIT {
    @RegisterExtension
    final PostgresFixture postgres = new PostgresFixture();

    private static final Streams STREAMS = StreamFolder.read("classpath:streams", Path.of("."));
    private static final long NOW = Instant.now().toEpochMilli();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeBridge.Log log = new FakeBridge.Log();
    private final Health health = new Health();
    private final List<Vertx> nodes = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Vertx node : nodes) {
            node.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private Vertx start(DatabaseConfig config) throws Exception {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        new FakeBridge(vertx, log);
        vertx.deployVerticle(new DatabaseVerticle(
                        config, STREAMS, "node" + nodes.size(), new Telemetry(new SimpleMeterRegistry()), health))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return vertx;
    }

    private static String event(int i) {
        return "{\"nginx_version\":\"1.9\",\"timestamp\":" + (1_600_000_000_123L + i) + ",\"address\":\"10.0.0." + i
                + "\",\"requests\":{\"total\":" + i + "},\"unicode\":\"ü€😀\"}";
    }

    private String one(String sql) {
        return postgres.query(sql).get(0).get(0);
    }

    private void awaitOffset(String stream, int partition, long next) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE stream = '"
                                + stream + "' AND partition = " + partition))
                        .isEqualTo(Long.toString(next)));
    }

    @Test
    void storesEveryEventOnceWithItsTimeAndLiftedColumns() throws Exception {
        log.topic("nginx", 2);
        log.topic("playback", 1);
        log.append("nginx", 0, FakeBridge.record(NOW, "web", event(1), event(2)));
        log.append("nginx", 1, FakeBridge.record(NOW, "web", event(3)));
        log.append(
                "playback",
                0,
                FakeBridge.record(
                        NOW,
                        "app",
                        "{\"event\":\"play\",\"at\":\"2026-11-21T10:00:00.5+02:00\",\"userId\":\"u1\",\"trackId\":7,"
                                + "\"playedMs\":1000}"));

        start(postgres.config());

        awaitOffset("nginx", 0, 1);
        awaitOffset("nginx", 1, 1);
        awaitOffset("playback", 0, 1);
        assertThat(postgres.query("SELECT kafka_partition, kafka_offset, event_index, address, requests_total,"
                        + " (extract(epoch FROM event_time) * 1000)::bigint, payload->>'unicode', client"
                        + " FROM logs.nginx ORDER BY 1, 2, 3"))
                .containsExactly(
                        List.of("0", "0", "0", "10.0.0.1", "1", "1600000000124", "ü€😀", "web"),
                        List.of("0", "0", "1", "10.0.0.2", "2", "1600000000125", "ü€😀", "web"),
                        List.of("1", "0", "0", "10.0.0.3", "3", "1600000000126", "ü€😀", "web"));
        assertThat(one("SELECT count(*) FROM logs.nginx WHERE payload = '" + event(1) + "'::jsonb AND topic_id = '"
                        + log.topicId("nginx") + "' AND extract(epoch FROM received_at) * 1000 = " + NOW))
                .isEqualTo("1");
        assertThat(postgres.query("SELECT user_id, track_id, territory, (event_time AT TIME ZONE 'UTC')::text"
                        + " FROM logs.playback"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsExactly("u1", "7", null, "2026-11-21 08:00:00.5"));
        assertThat(postgres.query("SELECT stream, sum(appended), sum(stored), sum(trouble) FROM sluice.event_count"
                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly(List.of("nginx", "3", "3", "0"), List.of("playback", "1", "1", "0"));
    }
}
