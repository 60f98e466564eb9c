package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Losses, from the incident to the receipt that says so. */
class GapIT extends Scenario {
    /** Long enough ago for a look at Kafka's topics to be certain about it. */
    private final long earlier = now - Duration.ofMinutes(5).toMillis();

    /** Three records, stored, and the node gone again. */
    private void storeThree() throws Exception {
        log.topic("nginx", 1);
        for (int i = 0; i < 3; i++) {
            append(earlier, 1, i);
        }
        Vertx first = startNode(postgres.config());
        awaitOffset("nginx", 0, 3);
        finish(first.close());
    }

    private void append(long time, int leader, int i) {
        log.append("nginx", 0, FakeBridge.byLeader(leader, FakeBridge.record(time, "web", event(i))));
    }

    @Test
    void recordsThatVanishedAreAcknowledgedExactlyAndTheirReceiptsSayLost() throws Exception {
        storeThree();
        for (int i = 3; i < 7; i++) {
            append(earlier, 1, i);
        }
        log.deleteBelow("nginx", 0, 5);
        Vertx node = startNode(postgres.config());
        awaitDetail("Kafka deleted the offsets 3 to 4 (2 records) before they were stored");
        assertThat(meters.get(Metric.LOST_RECORDS.text()).gauge().value()).isEqualTo(2);
        JsonObject listed = list(node).getJsonObject(0);
        assertThat(listed.getString("kind")).isEqualTo("vanished");
        assertThat(listed.getString("topicId")).isEqualTo(log.topicId("nginx").toString());
        assertThat(listed.getLong("from")).isEqualTo(3);
        assertThat(listed.getLong("to")).isEqualTo(4);
        assertThat(listed.getString("since")).isNotNull();
        assertThat(refusal(node, accept(3, 5L))).isEqualTo(Failure.CONFLICT);
        assertThat(refusal(node, accept(3, null))).isEqualTo(Failure.CONFLICT);
        assertThat(one("SELECT count(*) FROM sluice.gap")).isEqualTo("0");

        JsonObject answer = HoldsIT.ask(node, "gap.accept", accept(3, 4L));

        assertThat(answer.getLong("next")).isEqualTo(5);
        awaitOffset("nginx", 0, 7);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));
        assertThat(states(node, earlier, 2, 3, 4, 5))
                .containsExactly(Status.State.STORED, Status.State.LOST, Status.State.LOST, Status.State.STORED);
        assertThat(postgres.query("SELECT kind, from_offset, to_offset, next_offset, who, note FROM sluice.gap"))
                .containsExactly(List.of("vanished", "3", "4", "5", "anna", "disk died"));
        assertThat(list(node)).isEmpty();
        assertThat(refusal(node, accept(3, 4L))).isEqualTo(Failure.CONFLICT);
        JsonObject sheet = HoldsIT.ask(node, "balance", new JsonObject());
        JsonObject partition = sheet.getJsonArray("partitions").getJsonObject(0);
        assertThat(partition.getLong("stored")).isEqualTo(5);
        assertThat(partition.getLong("gap")).isEqualTo(2);
        assertThat(partition.getBoolean("even")).isTrue();
    }

    @Test
    void aHoleInTheLogIsAcknowledgedExactlyAndStoringGoesOnBehindIt() throws Exception {
        storeThree();
        append(earlier, 1, 3);
        log.hole("nginx", 0);
        log.hole("nginx", 0);
        append(earlier, 1, 6);
        Vertx node = startNode(postgres.config());
        awaitOffset("nginx", 0, 4);
        awaitDetail("the log has a hole: nothing is at the offsets 4 to 5 (2 records)");
        assertThat(meters.get(Metric.LOST_RECORDS.text()).gauge().value()).isEqualTo(2);
        JsonObject listed = list(node).getJsonObject(0);
        assertThat(listed.getString("kind")).isEqualTo("hole");
        assertThat(refusal(node, accept(4, 4L))).isEqualTo(Failure.CONFLICT);
        assertThat(refusal(node, accept(4, null))).isEqualTo(Failure.CONFLICT);

        JsonObject answer = HoldsIT.ask(node, "gap.accept", accept(4, 5L));

        assertThat(answer.getLong("next")).isEqualTo(6);
        awaitOffset("nginx", 0, 7);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));
        assertThat(states(node, earlier, 3, 4, 5, 6))
                .containsExactly(Status.State.STORED, Status.State.LOST, Status.State.LOST, Status.State.STORED);
        JsonObject partition = HoldsIT.ask(node, "balance", new JsonObject())
                .getJsonArray("partitions")
                .getJsonObject(0);
        assertThat(partition.getLong("stored")).isEqualTo(5);
        assertThat(partition.getLong("gap")).isEqualTo(2);
        assertThat(partition.getBoolean("even")).isTrue();
        assertThat(meters.get(Metric.LOST_RECORDS.text()).gauge().value()).isZero();
    }

    @Test
    void aHoleAtTheEndOfTheLogIsToldBeforeAnythingComesAfterIt() throws Exception {
        storeThree();
        log.hole("nginx", 0);
        Vertx node = startNode(postgres.config());

        awaitDetail("the log has a hole: nothing is at the offsets 3 to 3 (1 records)");

        assertThat(HoldsIT.ask(node, "gap.accept", accept(3, 3L)).getLong("next"))
                .isEqualTo(4);
        append(now, 1, 4);
        awaitOffset("nginx", 0, 5);
    }

    @Test
    void aTopicThatWasMadeAgainIsStoredFromItsBeginning() throws Exception {
        storeThree();
        UUID old = log.topicId("nginx");
        log.topic("nginx", 1);
        append(now, 1, 7);
        Vertx node = startNode(postgres.config());
        awaitDetail("the topic was deleted and made again (now " + log.topicId("nginx") + ")");
        assertThat(one("SELECT next_offset FROM sluice.consumer_offset")).isEqualTo("3");

        HoldsIT.ask(node, "gap.accept", accept(3, null));

        eventually(() -> assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE topic_id = '"
                        + log.topicId("nginx") + "'"))
                .isEqualTo("1"));
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("4");
        assertThat(states(node, old, earlier, 2, 3)).containsExactly(Status.State.STORED, Status.State.LOST);
    }

    @Test
    void aTruncatedLogIsStoredFromWhereItsHistoryWasReplaced() throws Exception {
        storeThree();
        append(earlier, 1, 3);
        log.truncate("nginx", 0, 1);
        append(now, 2, 8);
        Vertx node = startNode(postgres.config());
        awaitDetail("the log was truncated below offset 3");

        JsonObject answer = HoldsIT.ask(node, "gap.accept", accept(3, null));

        assertThat(answer.getLong("next")).isEqualTo(1);
        awaitOffset("nginx", 0, 2);
        append(now, 2, 9);
        append(now, 2, 10);
        awaitOffset("nginx", 0, 4);
        assertThat(postgres.query("SELECT kafka_offset, requests_total FROM logs.nginx ORDER BY 1, 2"))
                .containsExactly(
                        List.of("0", "0"),
                        List.of("1", "1"),
                        List.of("1", "8"),
                        List.of("2", "2"),
                        List.of("2", "9"),
                        List.of("3", "10"));
        assertThat(states(node, earlier, 0, 1, 2, 3))
                .containsExactly(Status.State.STORED, Status.State.STORED, Status.State.STORED, Status.State.LOST);
        assertThat(states(node, now, 1, 3)).containsExactly(Status.State.STORED, Status.State.STORED);
    }

    @Test
    void aTruncatedLogThatHasGrownAgainIsFoundByItsLeaders() throws Exception {
        storeThree();
        log.truncate("nginx", 0, 2);
        append(now, 2, 8);
        append(now, 2, 9);
        Vertx node = startNode(postgres.config());
        awaitDetail("the log ends at 4");
        assertThat(list(node).getJsonObject(0).getString("kind")).isEqualTo("truncated");

        assertThat(HoldsIT.ask(node, "gap.accept", accept(3, null)).getLong("next"))
                .isEqualTo(2);

        awaitOffset("nginx", 0, 4);
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("5");
    }

    @Test
    void aLogThatWasPutBackWithItsEpochsIsFoundByTheTimesOfItsRecords() throws Exception {
        storeThree();
        log.truncate("nginx", 0, 1);
        append(now, 1, 8);
        Vertx node = startNode(postgres.config());
        awaitDetail("the log was truncated below offset 3");

        assertThat(HoldsIT.ask(node, "gap.accept", accept(3, null)).getLong("next"))
                .isEqualTo(1);

        awaitOffset("nginx", 0, 2);
        assertThat(one("SELECT count(*) FROM logs.nginx WHERE requests_total = 8"))
                .isEqualTo("1");
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("4");
    }

    @Test
    void whereNothingIsMissingNothingIsAcknowledged() throws Exception {
        storeThree();
        Vertx node = startNode(postgres.config());
        append(now, 1, 3);
        awaitOffset("nginx", 0, 4);

        assertThat(refusal(node, accept(4, null))).isEqualTo(Failure.CONFLICT);

        assertThat(list(node)).isEmpty();
        append(now, 1, 4);
        awaitOffset("nginx", 0, 5);
    }

    private static JsonObject accept(long from, Long to) {
        return new JsonObject()
                .put("stream", "nginx")
                .put("partition", 0)
                .put("from", from)
                .put("to", to)
                .put("note", "disk died");
    }

    private static JsonArray list(Vertx node) throws Exception {
        return HoldsIT.ask(node, "gap.list", new JsonObject().put("stream", "nginx"))
                .getJsonArray("gaps");
    }

    private static Failure refusal(Vertx node, JsonObject arguments) {
        Throwable failure = catchThrowable(() -> HoldsIT.ask(node, "gap.accept", arguments));
        return SluiceException.of(failure.getCause()).failure();
    }

    private void awaitDetail(String text) {
        eventually(() -> assertThat(health.parts().get("database").detail()).contains(text));
    }

    private List<Status.State> states(Vertx node, long time, long... offsets) throws Exception {
        return states(node, log.topicId("nginx"), time, offsets);
    }

    private static List<Status.State> states(Vertx node, UUID topic, long time, long... offsets) throws Exception {
        List<Position> positions = Arrays.stream(offsets)
                .mapToObj(offset -> new Position("nginx", topic, 0, offset, time, 1))
                .toList();
        return finish(new Bus(node)
                        .ask(
                                Address.STATUS.text(),
                                new StatusRequest(positions),
                                Duration.ofSeconds(5),
                                Statuses.class))
                .statuses()
                .stream()
                .map(Status::state)
                .toList();
    }
}
