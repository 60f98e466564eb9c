package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Defect;
import io.sluice.support.FakeBridge;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of good and bad records. */
class StoringIT extends Scenario {
    @Test
    void storesEveryEventOnceWithItsTimeAndLiftedColumns() throws Exception {
        log.topic("nginx", 2);
        log.topic("playback", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), event(2)));
        log.append("nginx", 1, FakeBridge.record(now, "web", event(3)));
        log.append(
                "playback",
                0,
                FakeBridge.record(
                        now,
                        "app",
                        "{\"event\":\"play\",\"at\":\"2026-11-21T10:00:00.5+02:00\",\"userId\":\"u1\",\"trackId\":7,"
                                + "\"playedMs\":1000}"));

        startNode(postgres.config());

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
                        + log.topicId("nginx") + "' AND extract(epoch FROM received_at) * 1000 = " + now))
                .isEqualTo("1");
        assertThat(postgres.query("SELECT user_id, track_id, territory, (event_time AT TIME ZONE 'UTC')::text"
                        + " FROM logs.playback"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsExactly("u1", "7", null, "2026-11-21 08:00:00.5"));
        assertThat(postgres.query("SELECT stream, sum(appended), sum(stored), sum(trouble) FROM sluice.event_count"
                        + " GROUP BY 1 ORDER BY 1"))
                .containsExactly(List.of("nginx", "3", "3", "0"), List.of("playback", "1", "1", "0"));
    }

    @Test
    void sendsOnlyTheEventsAtFaultToTrouble() throws Exception {
        log.topic("nginx", 1);
        String[] events = IntStream.range(0, 200).mapToObj(Scenario::event).toArray(String[]::new);
        events[57] = "{\"requests\":{\"total\":\"many\"}}";
        events[140] = "{\"nul\":\"\\u0000\"}";
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        log.append("nginx", 0, FakeBridge.record(now, "web", events));

        startNode(postgres.config());

        awaitOffset("nginx", 0, 2);
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("199");
        assertThat(
                        one(
                                "SELECT string_agg(event_index::text, ',') FROM logs.nginx WHERE event_index IN (56, 57, 58, 140)"))
                .isEqualTo("56,58");
        assertThat(postgres.query(
                        "SELECT kafka_offset, event_index, stage, sqlstate, convert_from(payload, 'UTF8'), state"
                                + " FROM sluice.trouble ORDER BY event_index"))
                .containsExactly(
                        List.of("1", "57", "database", "22P02", events[57], "open"),
                        List.of("1", "140", "database", "22P05", events[140], "open"));
        assertThat(postgres.query("SELECT sum(appended), sum(stored), sum(trouble) FROM sluice.event_count"))
                .containsExactly(List.of("201", "199", "2"));
        assertThat(meters.get(Metric.TROUBLE_EVENTS.text()).counter().count()).isEqualTo(2);
        assertThat(meters.get(Metric.STORED_EVENTS.text()).counter().count()).isEqualTo(199);
    }

    @Test
    void keepsARecordThatNobodyCanReadAsOneEntry() throws Exception {
        log.topic("nginx", 1);
        Buffer bytes = Buffer.buffer(new byte[] {0, 1, (byte) 0xff});
        log.append("nginx", 0, FakeBridge.defective(now, Defect.CRC, bytes));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1), "{\"broken\":\"\0\"}"));
        log.append("nginx", 0, FakeBridge.miscounted(now, "web", 3, event(2)));

        startNode(postgres.config());

        awaitOffset("nginx", 0, 3);
        assertThat(postgres.query("SELECT kafka_offset, event_index, stage, reason, length(payload) > 2"
                        + " FROM sluice.trouble ORDER BY 1"))
                .containsExactly(
                        List.of("0", "0", "kafka", "crc", "t"),
                        List.of("1", "1", "database", "holds NUL or is no UTF-8", "t"),
                        List.of("2", "0", "kafka", "count", "t"));
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
    }

    @Test
    void makesTheDayThatARecordNeeds() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        log.append("nginx", 0, FakeBridge.record(now - Duration.ofDays(40).toMillis(), "web", event(2)));

        startNode(postgres.config());

        awaitOffset("nginx", 0, 2);
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("2");
        assertThat(one("SELECT count(*) FROM sluice.trouble")).isEqualTo("0");
    }

    @Test
    void stopsOnlyThePartitionWhoseLogIsNotWhatItWas() throws Exception {
        log.topic("nginx", 2);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        log.fail("nginx", 1, new SluiceException(Failure.LOG_GAP, "partition 1 of logs.nginx begins at 7"));

        startNode(postgres.config());

        awaitOffset("nginx", 0, 1);
        eventually(() -> assertThat(health.parts().get("database").detail())
                .startsWith("partition 1 of logs.nginx begins at 7 (since "));
        assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(meters.get(Metric.INCIDENTS.text()).gauge().value()).isEqualTo(1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(2)));
        awaitOffset("nginx", 0, 2);
        assertThat(one("SELECT next_offset FROM sluice.consumer_offset WHERE partition = 1"))
                .isEqualTo("0");
    }

    @Test
    void noticesATopicThatWasMadeAgain() throws Exception {
        log.topic("nginx", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));
        startNode(postgres.config());
        awaitOffset("nginx", 0, 1);

        log.topic("nginx", 1);
        log.append("nginx", 0, FakeBridge.record(now, "web", event(2)));
        log.append("nginx", 0, FakeBridge.record(now, "web", event(3)));

        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.DEGRADED));
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        assertThat(one("SELECT next_offset FROM sluice.consumer_offset")).isEqualTo("1");
    }
}
