package io.sluice.bench;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.ReportConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.database.DatabaseVerticle;
import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.report.Reports;
import io.sluice.report.ReportsVerticle;
import io.sluice.support.PostgresFixture;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Prints what one day's report and histogram cost over a table of so many rows (arguments: rows, several sizes one after the
 * other), as a table in Markdown. Every day has as many rows; the figures are medians of five.
 */
public final class ReportCost {
    private static final int ROWS_A_DAY = 50_000;
    private static final int TIMES = 5;
    private static final long MINUTES = 30;
    private static final Streams STREAMS = StreamFolder.read("classpath:streams", Path.of(""));
    private static final LocalDate LAST = LocalDate.of(2026, 6, 30);
    private static final String ROWS = """
            INSERT INTO logs.playback (received_at, client, topic_id, kafka_partition, kafka_offset, event_index, payload,
                                       user_id, track_id, territory, played_ms)
            SELECT t, 'bench', '0f8fad5b-d9cb-469f-a165-70867728950e', 0, n, 0,
                   jsonb_build_object('userId', 'u' || n %% 9000, 'trackId', n %% 5000, 'releaseId', n %% 700,
                                      'territory', (ARRAY['DE','FR','US','JP'])[1 + n %% 4], 'playedMs', n %% 300000,
                                      'session', md5(n::text) || md5(n::text)),
                   'u' || n %% 9000, n %% 5000, (ARRAY['DE','FR','US','JP'])[1 + n %% 4], n %% 300000
            FROM (SELECT n, timestamptz '%s 00:00:00+00' + n * interval '1728 milliseconds' AS t
                  FROM generate_series(0, %d) n) s
            """;
    private static final String COUNTS = """
            INSERT INTO sluice.event_count (client, stream, quarter, partition, appended, stored)
            SELECT 'bench', 'playback', sluice.quarter(received_at), 0, count(*), count(*) FROM logs.playback
            WHERE received_at >= '%s 00:00:00+00' AND received_at < '%s 00:00:00+00' GROUP BY 3
            """;
    private static final String BY_ROWS = """
            SELECT territory, track_id, count(*), sum(played_ms) FROM logs.playback
            WHERE received_at >= '%s 00:00:00+00' AND received_at < '%s 00:00:00+00' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 5000
            """;

    private final Vertx vertx;
    private final Connection connection;

    private ReportCost(Vertx vertx, Connection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    public static void main(String[] sizes) throws Exception {
        System.out.println(
                "| rows | days | report (made, kept) | its query | the same of the rows | histogram of the day |");
        System.out.println("|---|---|---|---|---|---|");
        for (String rows : sizes) {
            measure(Long.parseLong(rows));
        }
    }

    private static void measure(long rows) throws Exception {
        Path folder = Files.createTempDirectory("sluice-bench");
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("data"), 0)) {
            String url = "postgresql://127.0.0.1:" + postgres.port() + "/sluice";
            try (Connection connection = DriverManager.getConnection("jdbc:" + url, "postgres", "")) {
                new ReportCost(vertx, connection).measure(PostgresFixture.config(url), rows);
            } finally {
                finish(vertx.close());
            }
        } finally {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void measure(DatabaseConfig database, long rows) throws Exception {
        String storing = finish(vertx.deployVerticle(new DatabaseVerticle(
                database, STREAMS, "bench", new Telemetry(new SimpleMeterRegistry()), new Health())));
        String today = LocalDate.now(ZoneOffset.UTC).toString().replace("-", "");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() ->
                        "1".equals(one("SELECT count(*) FROM pg_tables WHERE tablename = 'playback$" + today + "'")));
        finish(vertx.undeploy(storing));
        List<LocalDate> days = seed(Math.toIntExact(rows / ROWS_A_DAY));
        start(database);
        for (LocalDate day : days) {
            report(day);
        }
        run("VACUUM ANALYZE");
        long made = median(() -> report(LAST));
        long query =
                median(() -> one("SELECT count(*) FROM (SELECT territory, track_id, sum(events), sum(played_ms_sum)"
                        + " FROM rollup.playback_tracks WHERE quarter >= '" + LAST + " 00:00:00+00'"
                        + " AND quarter < '" + LAST.plusDays(1) + " 00:00:00+00' GROUP BY 1, 2) r"));
        long byRows = median(() -> one("SELECT count(*) FROM (" + BY_ROWS.formatted(LAST, LAST.plusDays(1)) + ") r"));
        long histogram = median(() -> ask(
                "histogram",
                new JsonObject()
                        .put("stream", "playback")
                        .put("by", "territory")
                        .put("from", LAST + "T00:00:00Z")
                        .put("until", LAST.plusDays(1) + "T00:00:00Z")));
        System.out.printf(
                "| %,d | %d | %d ms | %d ms | %d ms | %d ms |%n", rows, days.size(), made, query, byRows, histogram);
    }

    private List<LocalDate> seed(int count) throws SQLException {
        List<LocalDate> days =
                LAST.minusDays(count - 1L).datesUntil(LAST.plusDays(1)).toList();
        for (LocalDate day : days) {
            run("SELECT sluice.make_day('playback', '" + day + "')");
            run(ROWS.formatted(day, ROWS_A_DAY - 1));
            run(COUNTS.formatted(day, day.plusDays(1)));
        }
        return days;
    }

    private void start(DatabaseConfig database) throws Exception {
        ReportConfig config = new ReportConfig(
                "classpath:reports",
                Duration.ofMinutes(10),
                Duration.ofHours(2),
                Duration.ofDays(1),
                Duration.ofDays(1),
                Duration.ofDays(1),
                Duration.ofMinutes(5),
                10_000,
                Duration.ofDays(4000),
                1,
                null,
                null);
        finish(vertx.deployVerticle(new ReportsVerticle(
                database,
                config,
                Reports.read("classpath:reports", Path.of(""), STREAMS),
                STREAMS,
                new Telemetry(new SimpleMeterRegistry()),
                new Health())));
    }

    private Object report(LocalDate day) throws Exception {
        return ask(
                "report.run", new JsonObject().put("report", "playback_plays").put("day", day.toString()));
    }

    private Object ask(String operation, JsonObject arguments) throws Exception {
        return finish(new Bus(vertx)
                .ask(
                        Address.REPORT.text(),
                        new AdminQuestion(operation, "bench", true, arguments.toBuffer()),
                        Duration.ofMinutes(MINUTES),
                        AdminAnswer.class));
    }

    private static long median(Callable<Object> work) throws Exception {
        long[] millis = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begun = System.nanoTime();
            work.call();
            millis[i] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
        Arrays.sort(millis);
        return millis[TIMES / 2];
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static <T> T finish(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(MINUTES, TimeUnit.MINUTES);
    }
}
