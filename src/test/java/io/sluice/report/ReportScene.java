package io.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.ReportConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.database.DatabaseVerticle;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stages 4 and 5 between a log in memory, whose records have the times that a test gives them, and a real PostgreSQL. */
abstract class ReportScene {
    static final Streams STREAMS = StreamFolder.read("classpath:streams", Path.of("."));
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @RegisterExtension
    final PostgresFixture postgres = new PostgresFixture();

    @TempDir
    Path folder;

    final FakeBridge.Log log = new FakeBridge.Log();
    final Time time = new Time();
    private final List<Vertx> nodes = new ArrayList<>();

    /** A clock that stands where a test puts it. */
    static final class Time extends Clock {
        private volatile Instant now = Instant.now();

        void is(String moment) {
            now = Instant.parse(moment);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void closeNodes() throws Exception {
        for (Vertx node : nodes) {
            finish(node.close());
        }
    }

    /** A report of the records by server, in that zone. */
    void givenTheReport(String zone, String schedule) throws IOException {
        Files.writeString(folder.resolve("servers.sql"), """
                -- title: Records & servers
                -- stream: nginx
                -- zone: %s
                -- schedule: %s
                -- chart: bar address records
                SELECT address, sum(events)::bigint AS records, max(requests_total_max) AS highest
                FROM rollup.nginx_servers WHERE quarter >= $1 AND quarter < $2
                GROUP BY address ORDER BY address
                """.formatted(zone, schedule));
    }

    /** What stores, in a Vert.x of its own. */
    Vertx startStoring() throws Exception {
        Vertx vertx = newNode();
        finish(vertx.deployVerticle(new DatabaseVerticle(
                postgres.config(), STREAMS, "storing", new Telemetry(new SimpleMeterRegistry()), new Health())));
        return vertx;
    }

    private Vertx newNode() {
        Vertx vertx = Vertx.vertx();
        nodes.add(vertx);
        new FakeBridge(vertx, log);
        return vertx;
    }

    /** One more node with the role report. */
    Vertx startReporting() throws Exception {
        return startReporting(newNode(), null, null);
    }

    Vertx startReporting(Vertx vertx, String output, ReportConfig.Webhook webhook) throws Exception {
        ReportConfig config = new ReportConfig(
                folder.toString(),
                Duration.ofMinutes(10),
                Duration.ofHours(2),
                Duration.ofHours(25),
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofSeconds(20),
                1_000,
                Duration.ofDays(4000),
                3,
                output,
                webhook);
        finish(vertx.deployVerticle(new ReportsVerticle(
                postgres.config(),
                config,
                Reports.read(folder.toString(), Path.of(""), STREAMS),
                STREAMS,
                new Telemetry(new SimpleMeterRegistry()),
                new Health(),
                time)));
        return vertx;
    }

    /** One record of an event for each server, received at that time; what the event says of its own time is long ago. */
    void received(int partition, String at, String... servers) {
        log.append(
                "nginx",
                partition,
                FakeBridge.record(
                        Instant.parse(at).toEpochMilli(),
                        "edge",
                        java.util.Arrays.stream(servers)
                                .map(server -> event(server, 7))
                                .toArray(String[]::new)));
    }

    /** One record of one event. */
    void append(String stream, String at, JsonObject event) {
        log.append(stream, 0, FakeBridge.record(Instant.parse(at).toEpochMilli(), "edge", event.encode()));
    }

    static String event(String server, Object total) {
        return new JsonObject()
                .put("nginx_version", "1.9")
                .put("timestamp", 978_307_200_000L)
                .put("address", server)
                .put("requests", new JsonObject().put("total", total))
                .encode();
    }

    JsonObject ask(Vertx node, Address address, String operation, JsonObject arguments) throws Exception {
        AdminQuestion question = new AdminQuestion(operation, "anna", true, arguments.toBuffer());
        return finish(new Bus(node)
                .ask(address.text(), question, PATIENCE, AdminAnswer.class)
                .map(answer -> new JsonObject(answer.json())));
    }

    JsonObject run(Vertx node, String day) throws Exception {
        return ask(node, Address.REPORT, "report.run", day(day));
    }

    static JsonObject day(String day) {
        return new JsonObject().put("report", "servers").put("day", day);
    }

    /** The newest run's rows, as server and records. */
    Map<String, Integer> figures(Vertx node, String day) throws Exception {
        JsonObject page = ask(node, Address.REPORT, "report.page", day(day));
        return new JsonObject(page.getString("text"))
                .getJsonArray("rows").stream()
                        .map(JsonArray.class::cast)
                        .collect(Collectors.toMap(row -> row.getString(0), row -> row.getInteger(1)));
    }

    void awaitStored(int partition, long next) {
        eventually(() -> assertThat(postgres.query("SELECT next_offset FROM sluice.consumer_offset"
                        + " WHERE stream = 'nginx' AND partition = " + partition))
                .containsExactly(List.of(Long.toString(next))));
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    static <T> T finish(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
