package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Streams;
import io.sluice.support.Configs;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Ports;
import io.sluice.support.PostgresFixture;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real servers, a node that stores, and audits in the background for whom it is tomorrow: today is over and is due. */
class BackgroundAuditIT {
    private static final int EVENTS = 20;

    /** One that audits. */
    private static final class Watch {
        private final Health health = new Health();
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

        double gauge(Metric metric) {
            return meters.get(metric.text()).gauge().value();
        }

        Health.Part part() {
            return health.parts().get("audit");
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Clock tomorrow =
            Clock.offset(Clock.systemUTC(), Duration.ofDays(1).plusMinutes(10));
    private final LocalDate day = tomorrow.instant()
            .minus(Duration.ofMinutes(10))
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .minusDays(1);
    private TestServers servers;
    private TestNode node;
    private JsonObject settings;
    private Connection database;

    @BeforeEach
    void storeSomeEvents() throws Exception {
        servers = TestServers.start();
        settings = servers.settings(Ports.free(), Ports.free());
        settings.getJsonObject("database").put("audit", "1MiB");
        node = TestNode.up(settings);
        database = DriverManager.getConnection(servers.jdbc("postgres"));
        for (int i = 0; i < EVENTS; i++) {
            assertThat(node.gateway()
                            .post("playback", "application/json", Event.json(i).encode())
                            .status())
                    .isEqualTo(202);
        }
        eventually(() -> assertThat(rows("SELECT count(*) FROM logs.playback"))
                .containsExactly(List.of(Integer.toString(EVENTS))));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        database.close();
        node.close();
        servers.close();
    }

    private Watch watch() throws Exception {
        SluiceConfig config = Configs.config(settings);
        Streams streams = Configs.streams();
        Watch watch = new Watch();
        vertx.deployVerticle(new AuditVerticle(
                        config.kafka(),
                        config.database(),
                        streams,
                        new Telemetry(watch.meters),
                        watch.health,
                        tomorrow,
                        Duration.ofMillis(200)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return watch;
    }

    private List<List<String>> rows(String sql) throws Exception {
        return PostgresFixture.query(database, sql);
    }

    private void execute(String sql) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    private void awaitEnded(long differences) {
        eventually(() -> assertThat(rows("SELECT ended_at IS NOT NULL, differences, records, events, unchecked"
                        + " FROM sluice.audit WHERE stream = 'playback' AND day = '" + day + "'"))
                .containsExactly(List.of(
                        "t", Long.toString(differences), Integer.toString(EVENTS), Integer.toString(EVENTS), "0")));
    }

    @Test
    void aCompleteDayIsAuditedOnceAndEachNodeTellsThatItIsClean() throws Exception {
        Watch one = watch();
        Watch other = watch();

        awaitEnded(0);

        String days = "SELECT stream, day, began_at, ended_at FROM sluice.audit WHERE ended_at IS NOT NULL";
        eventually(() -> assertThat(rows("SELECT count(*) FROM sluice.audit WHERE ended_at IS NULL"))
                .containsExactly(List.of("0")));
        eventually(() -> assertThat(rows(days)).hasSizeGreaterThanOrEqualTo(2 * 6));
        eventually(() -> {
            for (Watch watch : List.of(one, other)) {
                assertThat(watch.part().status()).isEqualTo(Health.Status.UP);
                assertThat(watch.part().detail()).startsWith("last ").contains(" events");
                assertThat(watch.gauge(Metric.AUDIT_DIFFERENCES)).isZero();
            }
        });
        JsonObject sheet = node.gateway().manage("/admin/balance").body();
        assertThat(sheet.getJsonObject("audit").getJsonObject("last").getString("stream"))
                .isIn("nginx", "playback");
        assertThat(sheet.getJsonObject("audit").getJsonArray("open")).isEmpty();
    }

    @Test
    void whatIsMissingIsAnAlarmUntilItIsMendedOrAccepted() throws Exception {
        execute("CREATE TABLE kept AS SELECT * FROM logs.playback");
        execute("DELETE FROM logs.playback WHERE ctid = (SELECT min(ctid) FROM logs.playback)");

        Watch watch = watch();

        // The event itself, and the number of stored ones.
        awaitEnded(2);
        eventually(() -> assertThat(watch.part())
                .isEqualTo(new Health.Part(
                        Health.Status.DEGRADED,
                        "audit found 2 differences in playback " + day + ", run sluice audit --conf FILE playback "
                                + day)));
        assertThat(watch.gauge(Metric.AUDIT_DIFFERENCES)).isEqualTo(2);
        assertThat(rows("SELECT first FROM sluice.audit WHERE differences > 0")
                        .get(0)
                        .get(0))
                .startsWith("missing  partition ");

        execute("TRUNCATE logs.playback");
        execute("INSERT INTO logs.playback SELECT * FROM kept");
        JsonObject which = new JsonObject().put("stream", "playback").put("day", day.toString());
        assertThat(node.gateway().administer("audit/again", which).status()).isEqualTo(200);

        awaitEnded(0);
        eventually(() -> assertThat(watch.part().status()).isEqualTo(Health.Status.UP));
        assertThat(node.gateway().administer("audit/accept", which).status()).isEqualTo(404);
    }

    @Test
    void differencesThatAnOperatorAcceptedRaiseNoAlarm() throws Exception {
        execute("UPDATE sluice.event_count SET stored = stored + 1 WHERE stream = 'playback' AND (quarter, partition) ="
                + " (SELECT quarter, partition FROM sluice.event_count WHERE stream = 'playback' LIMIT 1)");
        Watch watch = watch();
        awaitEnded(1);
        Gateway.Answer sheet = node.gateway().manage("/admin/balance");
        assertThat(sheet.body().getJsonObject("audit").getJsonArray("open")).hasSize(1);

        Gateway.Answer answer = node.gateway()
                .administer(
                        "audit/accept",
                        new JsonObject()
                                .put("stream", "playback")
                                .put("day", day.toString())
                                .put("note", "by hand"));

        assertThat(answer.status()).isEqualTo(200);
        eventually(() -> assertThat(watch.gauge(Metric.AUDIT_DIFFERENCES)).isZero());
        eventually(() -> assertThat(watch.part().status()).isEqualTo(Health.Status.UP));
        assertThat(node.gateway()
                        .manage("/admin/audit/list?stream=playback")
                        .body()
                        .getJsonArray("audits")
                        .encode())
                .contains("\"note\":\"by hand\"");
    }
}
