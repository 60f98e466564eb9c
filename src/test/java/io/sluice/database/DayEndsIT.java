package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Described;
import io.sluice.support.FakeBridge;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A day goes when its retention is over, and only when nothing of it is missing. */
class DayEndsIT extends Scenario {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private final LocalDate oldDay =
            Instant.ofEpochMilli(now - 10 * DAY).atZone(ZoneOffset.UTC).toLocalDate();
    private Vertx vertx;

    private static Stream withRetention(Stream stream) {
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
        LogsSeen seen = new LogsSeen();
        UUID topic = log.topicId("nginx");
        seen.saw(
                new Described(
                        "b",
                        List.of(new Described.Topic(
                                "nginx", "logs.nginx", topic, List.of(new Described.Partition(0, 0, 2))))),
                now);
        finish(new DayEnds(
                        new Connections(vertx, postgres.config()),
                        streams(),
                        new IdWindow(Duration.ofDays(7), seen),
                        Clock.systemUTC())
                .look());
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
}
