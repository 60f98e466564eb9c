package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.database.day.DayFileReader;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Described;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day goes when its retention is over, and only when nothing of it is missing. */
class DayEndsIT extends Scenario {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private final LocalDate oldDay =
            Instant.ofEpochMilli(now - 10 * DAY).atZone(ZoneOffset.UTC).toLocalDate();
    private Vertx vertx;

    static Stream withRetention(Stream stream) {
        Stream.StreamFile file = stream.file();
        return new Stream(
                stream.name(),
                stream.version(),
                new Stream.StreamFile(
                        file.description(),
                        file.topic(),
                        file.partitions(),
                        file.schema(),
                        file.time(),
                        file.id(),
                        file.columns(),
                        file.rollups(),
                        file.replay(),
                        Duration.ofDays(7)));
    }

    @Override
    Streams streams() {
        return new Streams(List.of(withRetention(STREAMS.find("nginx")), STREAMS.find("playback")));
    }

    /** Two events ten days ago, one today; all stored. */
    private void givenAnOldDay() throws Exception {
        log.topic("nginx", 1);
        log.topic("playback", 1);
        log.append("nginx", 0, FakeBridge.record(now - 10 * DAY, "web", event(1), event(2)));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(3)));
        log.append("playback", 0, FakeBridge.record(now - 10 * DAY, "web", event(4)));
        vertx = startNode(postgres.config());
        awaitOffset("nginx", 0, 2);
        awaitOffset("playback", 0, 1);
    }

    private void look() throws Exception {
        look(postgres.config());
    }

    private void look(DatabaseConfig config) throws Exception {
        LogsSeen seen = new LogsSeen();
        UUID topic = log.topicId("nginx");
        seen.saw(
                new Described(
                        "b",
                        List.of(new Described.Topic(
                                "nginx", "logs.nginx", topic, List.of(new Described.Partition(0, 0, 2))))),
                now);
        Telemetry telemetry = new Telemetry(meters);
        DayEnds days = new DayEnds(
                new Connections(vertx, config),
                streams(),
                new IdWindow(Duration.ofDays(7), seen),
                Clock.systemUTC(),
                new DayExport(vertx, config, telemetry),
                new DatabaseHealth(health, telemetry, Clock.systemUTC()));
        // The node looks too, when it starts.
        eventually(() -> assertThat(finish(days.look())).isTrue());
    }

    private JsonObject ask(String operation, JsonObject arguments) throws Exception {
        HeldConnection held = new Connections(vertx, postgres.config()).held("test", Duration.ofSeconds(5));
        Operation found = new DayHolds(held, new StreamNames(streams()))
                .operations().stream()
                        .filter(one -> one.name().equals(operation))
                        .findFirst()
                        .orElseThrow();
        return finish(found.run(new Arguments(arguments), "anna").eventually(held::drop));
    }

    @Test
    void aDayWhoseRetentionIsOverIsDroppedAndNoOther() throws Exception {
        givenAnOldDay();

        look();

        assertThat(postgres.query("SELECT count(*) FROM logs.nginx")).containsExactly(List.of("1"));
        assertThat(postgres.query("SELECT count(*) FROM logs.playback")).containsExactly(List.of("1"));
        assertThat(one("SELECT to_regclass('logs.\"nginx$" + oldDay.toString().replace("-", "") + "\"')"))
                .isNull();
    }

    @Test
    void aDayOnHoldStaysUntilItIsReleased() throws Exception {
        givenAnOldDay();
        JsonObject day = new JsonObject().put("stream", "nginx").put("day", oldDay.toString());
        ask("hold", day.copy().put("note", "a case at court"));

        look();

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("3");
        JsonArray holds = ask("hold.list", new JsonObject()).getJsonArray("holds");
        assertThat(holds.getJsonObject(0).getString("note")).isEqualTo("a case at court");
        assertThat(holds.getJsonObject(0).getString("who")).isEqualTo("anna");
        ask("hold.release", day);
        look();
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        assertThatThrownBy(() -> ask("hold.release", day))
                .cause()
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.NOT_FOUND));
    }

    @Test
    void aDayOfWhichARowIsMissingStays() throws Exception {
        givenAnOldDay();
        postgres.execute("DELETE FROM logs.nginx WHERE payload @> '{\"requests\":{\"total\":2}}'");

        look();

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("2");
    }

    @Test
    void aDayWithOpenTroubleStays() throws Exception {
        givenAnOldDay();
        postgres.execute("UPDATE sluice.event_count SET trouble = 1, stored = stored - 1 WHERE stored = 2");

        look();

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("3");
    }

    @Test
    void aDayThatAPartitionHasNotPassedStays() throws Exception {
        givenAnOldDay();
        postgres.execute("INSERT INTO sluice.consumer_offset (topic, partition, stream, topic_id)"
                + " VALUES ('logs.nginx', 1, 'nginx', '" + log.topicId("nginx") + "')");

        look();

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("3");
    }

    private DatabaseConfig exporting(Path folder) {
        DatabaseConfig config = postgres.config();
        return new DatabaseConfig(
                config.url(),
                config.writer(),
                config.reader(),
                config.maintenance(),
                config.lease(),
                config.leaseRenewal(),
                config.statementTimeout(),
                config.batch(),
                config.commitTarget(),
                config.fetchWait(),
                config.retry(),
                config.daysAhead(),
                config.idWindow(),
                config.stall(),
                config.audit(),
                folder.toString());
    }

    @Test
    void aDayIsExportedBeforeItIsDropped(@TempDir Path folder) throws Exception {
        givenAnOldDay();

        look(exporting(folder));

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        try (DayFileReader file = new DayFileReader(folder.resolve("nginx/" + oldDay + ".ndjson.gz"))) {
            assertThat(file.head().rows()).isEqualTo(2);
            JsonObject row = new JsonObject(String.valueOf(file.next()));
            assertThat(row.getString("client")).isEqualTo("web");
            assertThat(row.getString("received_at"))
                    .startsWith(oldDay.toString())
                    .endsWith("+00:00");
            assertThat(row.getJsonObject("payload")).isEqualTo(new JsonObject(event(1)));
            assertThat(file.next()).isNotNull();
            assertThat(file.next()).isNull();
        }
        assertThat(meters.get(Metric.EXPORTED_ROWS.text()).counter().count()).isEqualTo(2);
    }

    @Test
    void aDayThatCannotBeExportedStaysAndIsTriedAgain(@TempDir Path folder) throws Exception {
        givenAnOldDay();
        Path unmounted = folder.resolve("unmounted");

        look(exporting(unmounted));

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("3");
        assertThat(health.parts().get("database").detail())
                .contains("the day " + oldDay + " of nginx can't be exported and stays")
                .contains("unmounted: there is no such folder");
        assertThat(meters.get(Metric.EXPORT_FAILURES.text()).counter().count()).isEqualTo(1);
        Files.createDirectory(unmounted);
        look(exporting(unmounted));
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        assertThat(unmounted.resolve("nginx/" + oldDay + ".ndjson.gz")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenKeepsTheDay(@TempDir Path folder) throws Exception {
        givenAnOldDay();
        Files.writeString(folder.resolve("nginx"), "a file where the stream's folder would be");

        look(exporting(folder));

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("3");
        assertThat(health.parts().get("database").detail()).contains("of nginx can't be exported");
    }

    @Test
    void aDayThatChangedSinceItsExportStays() throws Exception {
        givenAnOldDay();

        Throwable refused =
                catchThrowable(() -> postgres.query("SELECT sluice.drop_day('nginx', '" + oldDay + "', now(), 3)"));

        assertThat(refused).rootCause().hasMessageContaining("it was exported with 3 rows and has 2 now");
    }

    private void givenALargeOldDay() throws Exception {
        givenAnOldDay();
        postgres.execute("INSERT INTO logs.nginx SELECT n.* FROM logs.nginx r, generate_series(1, 20000) g,"
                + " jsonb_populate_record(r, jsonb_build_object('event_index', g, 'payload',"
                + " jsonb_build_object('text', repeat(md5(g::text), 20)))) n WHERE r.received_at < now() - interval '1 day'"
                + " AND r.event_index = 0");
        postgres.execute("UPDATE sluice.event_count SET appended = 20002, stored = 20002 WHERE stored = 2");
    }

    /** Mounting needs root. */
    @Test
    void aFullDiskKeepsTheDayAndNothingIsLeftOnIt(@TempDir Path folder) throws Exception {
        givenALargeOldDay();
        Process mount =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "sluice-full", folder.toString()).start();
        assumeTrue(mount.waitFor() == 0, "only root can mount a small disk");
        try {
            look(exporting(folder));

            assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("20003");
            assertThat(health.parts().get("database").detail()).contains("No space left on device");
            assertThat(folder.resolve("nginx")).isEmptyDirectory();
        } finally {
            new ProcessBuilder("umount", folder.toString()).start().waitFor();
        }
    }

    @Test
    void aDayOfManyBlocksIsExportedWhole(@TempDir Path folder) throws Exception {
        givenALargeOldDay();

        look(exporting(folder));

        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        Set<String> rows = new HashSet<>();
        try (DayFileReader file = new DayFileReader(folder.resolve("nginx/" + oldDay + ".ndjson.gz"))) {
            for (String row = file.next(); row != null; row = file.next()) {
                rows.add(row);
            }
        }
        assertThat(rows).hasSize(20_002);
    }
}
