package io.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ReportConfig;
import io.sluice.config.Secret;
import io.sluice.message.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ReportsIT extends ReportScene {
    private static final String RUNS =
            "SELECT day, run, complete, events FROM sluice.report_run WHERE day > '2026-04-30' ORDER BY day, run";

    /** In Berlin the clocks go forward on 2026-03-29 (23 hours) and back on 2026-10-25 (25 hours). */
    @Test
    void aDayIsThatOfTheZoneAlsoWhenItsClocksChangeAndWhateverTheSendersClockSays() throws Exception {
        givenTheReport("Europe/Berlin", "none");
        log.topic("nginx", 3);
        received(0, "2026-03-28T22:59:59.999Z", "before");
        received(0, "2026-03-28T23:00:00Z", "spring", "spring");
        received(1, "2026-03-29T21:59:59.999Z", "spring");
        received(1, "2026-03-29T22:00:00Z", "after");
        received(1, "2026-10-24T22:00:00Z", "autumn");
        received(0, "2026-10-25T22:59:59.999Z", "autumn");
        received(0, "2026-10-25T23:00:00Z", "late");
        time.is("2026-10-26T12:00:00Z");
        startStoring();
        Vertx node = startReporting();
        awaitStored(0, 4);
        awaitStored(1, 3);

        JsonObject spring = run(node, "2026-03-29");
        JsonObject autumn = run(node, "2026-10-25");

        assertThat(spring.getString("from")).isEqualTo("2026-03-28T23:00:00.000Z");
        assertThat(spring.getString("until")).isEqualTo("2026-03-29T22:00:00.000Z");
        assertThat(spring.getString("sentence")).isEqualTo("COMPLETE");
        assertThat(spring.getJsonArray("ends")).as("the idle partition too").hasSize(3);
        assertThat(figures(node, "2026-03-29")).isEqualTo(Map.of("spring", 3));
        assertThat(autumn.getString("until")).isEqualTo("2026-10-25T23:00:00.000Z");
        assertThat(autumn.getLong("events")).isEqualTo(2);
        assertThat(figures(node, "2026-10-25")).isEqualTo(Map.of("autumn", 2));
    }

    @Test
    void todayIsNotCompleteAndSaysWhy() throws Exception {
        givenTheReport("UTC", "none");
        log.topic("nginx", 1);
        received(0, "2026-05-01T09:00:00Z", "a");
        time.is("2026-05-01T10:00:00Z");
        startStoring();
        Vertx node = startReporting();
        awaitStored(0, 1);

        JsonObject today = run(node, "2026-05-01");

        assertThat(today.getBoolean("complete")).isFalse();
        assertThat(today.getString("sentence")).startsWith("not complete: the day ends at 2026-05-02T00:00:00Z");
        assertThat(figures(node, "2026-05-01")).isEqualTo(Map.of("a", 1));
    }

    /** Kafka has records of the day that nobody can fetch over midnight, and gets another partition shortly after it. */
    @Test
    void anOutageOverMidnightIsToldByPartitionAndTheDayIsMadeAgainWhenItIsOver() throws Exception {
        givenTheReport("UTC", "daily 00:30");
        log.topic("nginx", 2);
        received(0, "2026-05-01T09:00:00Z", "a");
        received(1, "2026-05-01T23:59:00Z", "b", "b");
        log.silence("nginx", 1, true);
        time.is("2026-05-02T00:05:00Z");
        startStoring();
        Vertx node = startReporting();
        awaitStored(0, 1);
        log.addPartition("nginx");
        received(2, "2026-05-01T23:59:59Z", "c");
        awaitStored(2, 1);

        time.is("2026-05-02T02:11:00Z");
        eventually(() -> assertThat(postgres.query(RUNS)).containsExactly(List.of("2026-05-01", "1", "f", "2")));
        JsonObject waiting = ask(node, Address.REPORT, "report.show", day("2026-05-01"));
        log.silence("nginx", 1, false);
        awaitStored(1, 1);

        eventually(() -> assertThat(postgres.query(RUNS))
                .containsExactly(List.of("2026-05-01", "1", "f", "2"), List.of("2026-05-01", "2", "t", "4")));
        assertThat(waiting.getString("sentence")).isEqualTo("not complete: 1 records of partition 1 aren't stored yet");
        assertThat(waiting.getJsonArray("ends"))
                .as("the partition that was added too")
                .hasSize(3);
        JsonObject again = ask(node, Address.REPORT, "report.show", day("2026-05-01"));
        assertThat(again.getJsonObject("difference"))
                .isEqualTo(new JsonObject()
                        .put("run", 1)
                        .put("events", 2)
                        .put("wasComplete", false)
                        .put("rowsNew", 1)
                        .put("rowsGone", 0));
        assertThat(figures(node, "2026-05-01")).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
    }

    @Test
    void ofTwoNodesOneMakesEachDayAndNoneTwice() throws Exception {
        givenTheReport("UTC", "daily 00:30");
        log.topic("nginx", 1);
        received(0, "2026-05-01T09:00:00Z", "a");
        received(0, "2026-05-02T09:00:00Z", "a");
        time.is("2026-05-03T01:00:00Z");
        startStoring();
        awaitStored(0, 2);

        startReporting();
        startReporting();

        eventually(() -> assertThat(postgres.query(RUNS)).hasSize(2));
        time.is("2026-05-03T02:00:00Z");
        time.is("2026-05-04T01:00:00Z");
        eventually(() -> assertThat(postgres.query(RUNS))
                .containsExactly(
                        List.of("2026-05-01", "1", "t", "1"),
                        List.of("2026-05-02", "1", "t", "1"),
                        List.of("2026-05-03", "1", "t", "0")));
    }

    /** The requeued row comes to an offset that the rollups have passed long ago. */
    @Test
    void aRequeuedEventMakesTheDayAgainWithTheDifference() throws Exception {
        givenTheReport("UTC", "daily 00:30");
        log.topic("nginx", 1);
        received(0, "2026-05-01T09:00:00Z", "a");
        log.append(
                "nginx",
                0,
                io.sluice.support.FakeBridge.record(
                        java.time.Instant.parse("2026-05-01T09:01:00Z").toEpochMilli(), "edge", event("b", "many")));
        received(0, "2026-05-01T09:02:00Z", "a");
        time.is("2026-05-02T03:00:00Z");
        Vertx storing = startStoring();
        awaitStored(0, 3);
        Vertx node = startReporting();
        eventually(() -> assertThat(postgres.query(RUNS)).containsExactly(List.of("2026-05-01", "1", "f", "2")));
        String before =
                ask(node, Address.REPORT, "report.show", day("2026-05-01")).getString("sentence");

        ask(
                storing,
                Address.ADMIN,
                "trouble.edit",
                new JsonObject().put("id", 1).put("payload", event("b", 9)).put("skipSchema", true));
        ask(
                storing,
                Address.ADMIN,
                "trouble.requeue",
                new JsonObject().put("id", 1).put("skipSchema", true));

        eventually(() -> assertThat(postgres.query(RUNS))
                .containsExactly(List.of("2026-05-01", "1", "f", "2"), List.of("2026-05-01", "2", "t", "3")));
        assertThat(before).isEqualTo("not complete: 1 of its events wait in the trouble queue");
        assertThat(figures(node, "2026-05-01")).isEqualTo(Map.of("a", 2, "b", 1));
        assertThat(postgres.query("SELECT sum(events) FROM rollup.nginx_servers"))
                .containsExactly(List.of("3"));
    }

    @Test
    void theHistogramCountsByDeclaredField() throws Exception {
        givenTheReport("UTC", "none");
        log.topic("nginx", 1);
        received(0, "2026-05-01T09:00:00Z", "a", "a", "b");
        received(0, "2026-05-01T09:20:00Z", "c");
        time.is("2026-05-01T10:00:00Z");
        startStoring();
        Vertx node = startReporting();
        awaitStored(0, 2);
        run(node, "2026-05-01");
        JsonObject question = new JsonObject()
                .put("stream", "nginx")
                .put("from", "2026-05-01T09:00:00Z")
                .put("until", "2026-05-01T10:00:00Z");

        JsonArray byServer = ask(
                        node,
                        Address.REPORT,
                        "histogram",
                        question.copy().put("by", "address").put("limit", 1))
                .getJsonArray("counts");
        assertThat(byServer)
                .containsExactly(
                        count("2026-05-01T09:00:00.000Z", "a", false, 2),
                        count("2026-05-01T09:00:00.000Z", null, true, 1),
                        count("2026-05-01T09:15:00.000Z", null, true, 1));
    }

    @Test
    void theReportsOfTheProductAndTheDocumentedOneGiveTheFiguresOfTheDay() throws Exception {
        for (String name : Reports.REPORTS_OF_THE_PRODUCT) {
            Files.copy(Path.of("conf/reports", name + ".sql"), folder.resolve(name + ".sql"));
        }
        String document = Files.readString(Path.of("docs/reports.md"));
        int begin = document.indexOf("```sql\n") + 7;
        Files.writeString(folder.resolve("documented.sql"), document.substring(begin, document.indexOf("```", begin)));
        log.topic("nginx", 1);
        log.topic("playback", 1);
        played("2026-05-01T09:00:00Z", "u1", 1, "DE", 60_000, 9);
        played("2026-05-01T09:20:00Z", "u1", 1, "DE", 30_000, 9);
        played("2026-05-01T09:20:00Z", "u2", 2, "FR", 90_000, null);
        status("2026-05-01T09:00:00Z", 100, 5);
        status("2026-05-01T09:20:00Z", 150, 7);
        status("2026-05-01T10:00:00Z", 180, 6);
        time.is("2026-05-02T00:00:00Z");
        startStoring();
        Vertx node = startReporting();
        awaitStored(0, 3);
        eventually(() ->
                assertThat(postgres.query("SELECT count(*) FROM logs.playback")).containsExactly(List.of("3")));

        Map<String, String> made = new java.util.TreeMap<>();
        for (ReportFile file :
                Reports.read(folder.toString(), Path.of(""), STREAMS).all()) {
            JsonObject asked = new JsonObject().put("report", file.name()).put("day", "2026-05-01");
            ask(node, Address.REPORT, "report.run", asked);
            made.put(
                    file.name(),
                    ask(node, Address.REPORT, "report.page", asked.put("format", "csv"))
                            .getString("text"));
        }

        assertThat(made)
                .containsEntry("playback_plays", "territory,track_id,plays,minutes\r\nDE,1,2,1.5\r\nFR,2,1,1.5\r\n")
                .containsEntry("documented", "territory,plays,minutes\r\nDE,2,1.5\r\nFR,1,1.5\r\n")
                .containsEntry("playback_releases", "release_id,plays,minutes\r\n9,2,1.5\r\n")
                .containsEntry(
                        "playback_users",
                        "hour,active_users,plays,active_users_of_the_day\r\n2026-05-01T09:00:00Z,2,3,2\r\n")
                .containsEntry(
                        "nginx_requests",
                        "hour,address,requests\r\n2026-05-01T09:00:00Z,a,50\r\n2026-05-01T10:00:00Z,a,30\r\n")
                .containsEntry(
                        "nginx_servers",
                        "address,nginx_version,records,average_active,most_active,dropped\r\na,1.9,3,6.0,7,1\r\n")
                .hasSize(6);
    }

    private void played(String at, String user, int track, String territory, int millis, Integer release) {
        JsonObject event = new JsonObject()
                .put("event", "track.streamed")
                .put("at", "2001-01-01T00:00:00Z")
                .put("userId", user)
                .put("trackId", track)
                .put("territory", territory)
                .put("playedMs", millis);
        append("playback", at, release == null ? event : event.put("releaseId", release));
    }

    private void status(String at, int requests, int active) {
        append(
                "nginx",
                at,
                new JsonObject(event("a", requests))
                        .put(
                                "connections",
                                new JsonObject().put("active", active).put("dropped", 1)));
    }

    private static JsonObject count(String at, String value, boolean other, int events) {
        return new JsonObject()
                .put("at", at)
                .put("value", value)
                .put("other", other)
                .put("events", events);
    }

    @Test
    void resultsGoIntoTheFolderAndToTheWebhookUntilItTakesThem(@org.junit.jupiter.api.io.TempDir Path results)
            throws Exception {
        givenTheReport("UTC", "daily 00:30");
        log.topic("nginx", 1);
        received(0, "2026-05-01T09:00:00Z", "<a>, b");
        time.is("2026-05-02T01:30:00Z");
        Vertx storing = startStoring();
        awaitStored(0, 1);
        Queue<JsonObject> got = new ConcurrentLinkedQueue<>();
        HttpServer hook = finish(storing.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    got.add(new JsonObject(body).put("authorization", request.getHeader("authorization")));
                    request.response()
                            .setStatusCode(got.size() == 1 ? 503 : 204)
                            .end();
                }))
                .listen(0, "127.0.0.1"));

        startReporting(
                storing,
                results.toString(),
                new ReportConfig.Webhook("http://127.0.0.1:" + hook.actualPort(), new Secret("Bearer t")));

        eventually(() -> assertThat(got).isNotEmpty());
        postgres.execute("UPDATE sluice.report_delivery SET next_at = now() WHERE outlet = 'webhook'");
        eventually(() -> assertThat(
                        postgres.query(
                                "SELECT DISTINCT outlet, error FROM sluice.report_delivery WHERE done_at IS NOT NULL ORDER BY 1"))
                .containsExactly(java.util.Arrays.asList("folder", null), java.util.Arrays.asList("webhook", null)));
        assertThat(got)
                .allSatisfy(result -> assertThat(result.getBoolean("complete")).isTrue())
                .allSatisfy(
                        result -> assertThat(result.getString("authorization")).isEqualTo("Bearer t"));
        assertThat(Files.readString(results.resolve("servers/servers-2026-05-01.csv")))
                .isEqualTo("address,records,highest\r\n\"<a>, b\",1,7\r\n");
        assertThat(Files.readString(results.resolve("servers/servers-2026-05-01.html")))
                .contains("Records &amp; servers", "COMPLETE", "<svg", "&lt;a&gt;, b")
                .doesNotContain("<script", "<a>");
        try (var left = Files.list(results.resolve("servers"))) {
            assertThat(left.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }
}
