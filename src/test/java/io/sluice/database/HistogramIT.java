package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.support.FakeBridge;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts by time, stream and client, by a real PostgreSQL. */
class HistogramIT extends Scenario {
    private Vertx node;

    @BeforeEach
    void storeThreeRecords() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), event(2), event(3)));
        log.append("nginx", 0, FakeBridge.record(now, "app", event(4), "{\"requests\":{\"total\":\"x\"}}"));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(5), event(6)));
        node = startNode(postgres.config());
        awaitOffset("nginx", 0, 3);
        // An hour earlier two clients of another stream were counted, and what the nodes note themselves.
        for (String row : List.of("'playback', 'tv', 40", "'playback', 'phone', 2", "'sluice_tallies', '', 9")) {
            postgres.execute("INSERT INTO sluice.event_count (stream, client, appended, quarter, partition, stored)"
                    + " SELECT v.*, sluice.quarter(to_timestamp(" + (now - 3_600_000) / 1000.0 + ")), 0, v.c"
                    + " FROM (VALUES (" + row + ")) v (a, b, c)");
        }
    }

    private JsonObject ask(JsonObject arguments) throws Exception {
        AdminQuestion question = new AdminQuestion("histogram", "anna", false, arguments.toBuffer());
        return finish(new Bus(node).ask(Address.ADMIN.text(), question, Duration.ofSeconds(20), AdminAnswer.class))
                .json()
                .toJsonObject();
    }

    private static List<String> counts(JsonObject answer) {
        return answer.getJsonArray("counts").stream()
                .map(JsonObject.class::cast)
                .map(count -> count.getValue("value") + " " + count.getLong("events")
                        + (count.getBoolean("other") ? " other" : ""))
                .toList();
    }

    @Test
    void eventsAreCountedByStreamAndClient() throws Exception {
        assertThat(counts(ask(new JsonObject()))).containsExactly("null 42", "null 6");
        assertThat(counts(ask(new JsonObject().put("by", "stream")))).containsExactly("playback 42", "nginx 6");
        assertThat(counts(ask(new JsonObject().put("by", "client"))))
                .containsExactly("tv 40", "phone 2", "web 5", "app 1");
        assertThat(counts(ask(new JsonObject()
                        .put("stream", "nginx")
                        .put("by", "client")
                        .put("figure", "trouble"))))
                .containsExactly("app 1");
    }

    @Test
    void theValuesWithTheMostEventsStandForThemselves() throws Exception {
        assertThat(counts(ask(new JsonObject().put("by", "client").put("limit", "1"))))
                .containsExactly("tv 40", "null 2 other", "null 6 other");
    }

    @Test
    void aStepMayBeADay() throws Exception {
        Instant from = Instant.ofEpochMilli(now - 7_200_000);
        JsonObject answer = ask(new JsonObject()
                .put("from", from.toString())
                .put("until", from.plus(Duration.ofDays(1)).toString())
                .put("step", "1d"));

        assertThat(counts(answer)).containsExactly("null 48");
        assertThat(answer.getJsonArray("counts").getJsonObject(0).getString("at"))
                .isEqualTo(answer.getString("from"));
    }

    @Test
    void whatCanNotBeCountedIsRefused() {
        for (JsonObject arguments : List.of(
                new JsonObject().put("by", "kafka_offset"),
                new JsonObject().put("figure", "rows"),
                new JsonObject().put("step", "1m"),
                new JsonObject().put("stream", "nothing"),
                new JsonObject().put("from", "2020-01-01T00:00:00Z"),
                new JsonObject().put("limit", 1000))) {
            assertThatThrownBy(() -> ask(arguments)).as(arguments.encode()).hasMessageContaining("the argument ");
        }
    }
}
