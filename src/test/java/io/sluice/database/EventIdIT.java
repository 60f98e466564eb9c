package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Stream;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.FetchedRecord;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Metric;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event with an id is stored once, however often it is sent. */
class EventIdIT extends Scenario {
    private static final JsonObject FILE = new JsonObject()
            .put("partitions", 1)
            .put("schema", new JsonObject())
            .put("id", "/id")
            .put("columns", new JsonArray().add(Map.of("name", "track_id", "pointer", "/track", "type", "bigint")))
            .put("replay", "7d");

    @TempDir
    Path folder;

    /** The product's, and one whose events have ids. */
    @Override
    Streams streams() {
        try {
            Files.writeString(folder.resolve("orders.json"), FILE.encode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Stream> all = new ArrayList<>(STREAMS.all());
        all.addAll(StreamFolder.read(folder.toString(), folder).all());
        return new Streams(all);
    }

    private static String order(String id, int track) {
        return "{\"id\":\"" + id + "\",\"track\":" + track + "}";
    }

    private static FetchedRecord keyed(FetchedRecord record, String key) {
        return new FetchedRecord(
                record.offset(),
                record.appendTime(),
                record.leaderEpoch(),
                record.client(),
                record.streamVersion(),
                record.events(),
                key,
                record.defect(),
                record.value());
    }

    private List<List<String>> counts() {
        return postgres.query(
                "SELECT sum(appended), sum(stored), sum(duplicates), sum(trouble) FROM sluice.event_count");
    }

    @Test
    void theSameIdAndPayloadStoresNothingAgainAlsoAcrossMidnightAndPartitions() throws Exception {
        log.topic("orders", 2);
        log.append(
                "orders",
                0,
                FakeBridge.record(now - Duration.ofDays(1).toMillis(), "app", order("a", 1), order("b", 2)));
        startNode(postgres.config());
        awaitOffset("orders", 0, 1);

        log.append("orders", 1, FakeBridge.record(now, "app", order("a", 1), order("c", 3)));
        log.append("orders", 1, FakeBridge.record(now, "app", order("c", 3), order("d", 4), order("d", 4)));

        awaitOffset("orders", 1, 2);
        assertThat(postgres.query(
                        "SELECT event_id, kafka_partition, kafka_offset, event_index FROM logs.orders ORDER BY 1"))
                .containsExactly(
                        List.of("a", "0", "0", "0"),
                        List.of("b", "0", "0", "1"),
                        List.of("c", "1", "0", "1"),
                        List.of("d", "1", "1", "1"));
        assertThat(one("SELECT count(*) FROM sluice.trouble")).isEqualTo("0");
        assertThat(counts()).containsExactly(List.of("7", "4", "3", "0"));
        assertThat(meters.get(Metric.DUPLICATE_EVENTS.text()).counter().count()).isEqualTo(3);
        assertThat(meters.get(Metric.STORED_EVENTS.text()).counter().count()).isEqualTo(4);
        assertThat(meters.get(Metric.STORED_BYTES.text()).counter().count())
                .isEqualTo(4.0 * order("a", 1).length());
    }

    @Test
    void aSenderThatGivesItsIdsAgainToOtherEventsStopsNobody() throws Exception {
        int reused = 2 * TroubleRate.LEAST_IN_TROUBLE;
        log.topic("orders", 1);
        log.append("orders", 0, FakeBridge.record(now, "app", orders(reused, 1)));
        startNode(postgres.config());
        awaitOffset("orders", 0, 1);

        log.append("orders", 0, FakeBridge.record(now, "app", orders(reused, 2)));
        log.append("orders", 0, FakeBridge.record(now, "web", order("another", 3)));

        awaitOffset("orders", 0, 3);
        assertThat(one("SELECT count(*) FROM sluice.trouble WHERE stage = 'ledger'"))
                .isEqualTo(Integer.toString(reused));
        log.append("orders", 0, FakeBridge.record(now, "web", order("one more", 4)));
        awaitOffset("orders", 0, 4);
        assertThat(one("SELECT count(*) FROM sluice.pause")).isEqualTo("0");
    }

    private static String[] orders(int number, int track) {
        return IntStream.range(0, number).mapToObj(i -> order("id" + i, track)).toArray(String[]::new);
    }

    @Test
    void theSameIdWithAnotherPayloadIsKeptAsTrouble() throws Exception {
        log.topic("orders", 1);
        log.append("orders", 0, FakeBridge.record(now, "app", order("a", 1)));
        startNode(postgres.config());
        awaitOffset("orders", 0, 1);

        log.append("orders", 0, FakeBridge.record(now, "app", order("b", 7), order("a", 2)));

        awaitOffset("orders", 0, 2);
        assertThat(postgres.query("SELECT event_id, track_id FROM logs.orders ORDER BY 1"))
                .containsExactly(List.of("a", "1"), List.of("b", "7"));
        assertThat(
                        postgres.query(
                                "SELECT kafka_offset, event_index, stage, state, convert_from(payload, 'UTF8'), reason FROM sluice.trouble"))
                .containsExactly(
                        List.of(
                                "1",
                                "1",
                                "ledger",
                                "open",
                                order("a", 2),
                                "another event with this id and other content was stored before: partition 0, offset 0, index 0"));
        assertThat(counts()).containsExactly(List.of("3", "2", "0", "1"));
        assertThat(meters.get(Metric.TROUBLE_EVENTS.text()).counter().count()).isEqualTo(1);
    }

    @Test
    void anIdIsTheSendersOwnAndTheStreams() throws Exception {
        log.topic("orders", 1);
        log.append("orders", 0, FakeBridge.record(now, "app", order("a", 1)));
        log.append("orders", 0, FakeBridge.record(now, "web", order("a", 2)));

        startNode(postgres.config());

        awaitOffset("orders", 0, 2);
        assertThat(counts()).containsExactly(List.of("2", "2", "0", "0"));
    }

    @Test
    void aRequestsKeyGivesItsEventsIdsByTheirPlace() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, keyed(FakeBridge.record(now, "web", event(1), event(1)), "k"));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        log.append("nginx", 0, keyed(FakeBridge.record(now, "web", event(1), event(1)), "k"));
        log.append("nginx", 0, keyed(FakeBridge.record(now, "web", event(1), event(2)), "k"));
        log.append("nginx", 0, keyed(FakeBridge.record(now, "web", event(1)), "k2"));

        startNode(postgres.config());

        awaitOffset("nginx", 0, 5);
        assertThat(postgres.query("SELECT kafka_offset, event_index FROM logs.nginx ORDER BY 1, 2"))
                .containsExactly(List.of("0", "0"), List.of("0", "1"), List.of("1", "0"), List.of("4", "0"));
        assertThat(counts()).containsExactly(List.of("8", "4", "3", "1"));
    }

    @Test
    void anEventThatIsNoJsonAndADuplicateInOneBatchAreToldApart() throws Exception {
        log.topic("orders", 1);
        log.append("orders", 0, FakeBridge.record(now, "app", order("a", 1)));
        startNode(postgres.config());
        awaitOffset("orders", 0, 1);

        log.append("orders", 0, FakeBridge.record(now, "app", order("a", 1), "{\"nul\":\"\\u0000\"}", order("b", 2)));

        awaitOffset("orders", 0, 2);
        assertThat(one("SELECT string_agg(stage, ',') FROM sluice.trouble")).isEqualTo("database");
        assertThat(counts()).containsExactly(List.of("4", "2", "1", "1"));
    }

    @Test
    void anIdIsForgottenAfterTheWindowButNotWhileAPartitionLags() throws Exception {
        DatabaseConfig config = postgres.config(Duration.ofDays(2));
        log.topic("orders", 2);
        log.fail("orders", 1, new SluiceException(Failure.UNAVAILABLE, "not now"));
        log.append("orders", 0, FakeBridge.record(now - Duration.ofDays(3).toMillis(), "app", order("old", 1)));
        log.append("orders", 0, FakeBridge.record(now, "app", order("new", 1)));
        log.append("orders", 1, FakeBridge.record(now - Duration.ofDays(3).toMillis(), "app", order("lags", 1)));
        startNode(config);
        awaitOffset("orders", 0, 2);
        assertThat(one("SELECT count(*) FROM sluice.event_id")).isEqualTo("2");

        log.fail("orders", 1, null);

        awaitOffset("orders", 1, 1);
        eventually(() -> assertThat(one("SELECT count(*) FROM sluice.event_id")).isEqualTo("1"));
        assertThat(meters.get(Metric.EXPIRED_IDS.text()).counter().count()).isEqualTo(2);
        log.append("orders", 0, FakeBridge.record(now, "app", order("old", 1), order("new", 1)));
        awaitOffset("orders", 0, 3);
        assertThat(one("SELECT count(*) FROM logs.orders")).isEqualTo("4");
    }

    @Test
    void twoNodesThatStoreTheSameIdsAtOnceStoreEachOnce() throws Exception {
        log.topic("orders", 4);
        String[] events =
                IntStream.range(0, 500).mapToObj(i -> order("id" + i, i)).toArray(String[]::new);
        startNode(postgres.config());
        startNode(postgres.config());
        eventually(() -> assertThat(one("SELECT count(DISTINCT owner) FROM sluice.consumer_offset"))
                .isEqualTo("2"));

        for (int round = 0; round < 5; round++) {
            for (int partition = 0; partition < 4; partition++) {
                log.append("orders", partition, FakeBridge.record(now, "app", events));
            }
        }

        for (int partition = 0; partition < 4; partition++) {
            awaitOffset("orders", partition, 5);
        }
        assertThat(one("SELECT count(*) FROM logs.orders")).isEqualTo("500");
        assertThat(one("SELECT count(*) FROM sluice.trouble")).isEqualTo("0");
        assertThat(counts()).containsExactly(List.of("10000", "500", "9500", "0"));
    }
}
