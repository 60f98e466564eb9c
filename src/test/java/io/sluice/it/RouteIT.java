package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The whole route on real servers:
 *
 * <pre>
 * (1) POST ──▶ (2) 202 and a receipt ──▶ (3) a row, equal as JSON ──▶ (4) the receipt says stored
 * </pre>
 */
class RouteIT {
    private static TestServers servers;
    private static TestNode node;
    private static Table table;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers);
        table = new Table(servers);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        servers.close();
    }

    @Test
    void oneObjectBecomesOneRow() throws Exception {
        String event = Event.json(1_000_001).encodePrettily();

        Answer answer = node.gateway().post("playback", "application/json", event); // (1)

        assertThat(answer.status()).isEqualTo(202); // (2)
        assertThat(answer.body().getInteger("accepted")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(payloads(1_000_001)).containsExactly(Event.json(1_000_001))); // (3)
        JsonObject receipt = node.gateway().receipt(answer.receipt()).body(); // (4)
        assertThat(receipt.getString("state")).isEqualTo("stored");
        assertThat(receipt.getInteger("stored")).isEqualTo(1);
    }

    @Test
    void timeAndColumnsAreLiftedFromThePayload() throws Exception {
        node.gateway()
                .post("playback", "application/json", Event.json(1_000_002).encode());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(table.column("select concat_ws(' ', event_time at time zone 'UTC', user_id,"
                                        + " played_ms, territory is null) from logs.playback where track_id = 1000002"))
                                .containsExactly("2026-11-21 08:00:00.123 u-1000002 2 t"));
    }

    @Test
    void anArrayAndNdjsonAreStoredWhole() throws Exception {
        String array = "[" + Event.json(2_000_001).encode() + " ,\n"
                + Event.json(2_000_002).encodePrettily() + "]";
        String lines = Event.json(2_000_003).encode() + "\r\n\n"
                + Event.json(2_000_004).encode();

        Answer ofArray = node.gateway().post("playback", "application/json; charset=utf-8", array);
        Answer ofLines = node.gateway().post("playback", "Application/X-NDJSON", lines);

        assertThat(List.of(ofArray.body().getInteger("accepted"), ofLines.body().getInteger("accepted")))
                .containsExactly(2, 2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(table.number(
                                "select count(*) from logs.playback where track_id between 2000001 and 2000004"))
                        .isEqualTo(4));
    }

    @Test
    void aRequestWithABadEventStoresNothingAndNamesIt() throws Exception {
        String lines = Event.json(3_000_001).encode() + "\n"
                + Event.json(3_000_002).put("playedMs", "long").encode();

        Answer answer = node.gateway().post("playback", "application/x-ndjson", lines);

        assertThat(answer.status()).isEqualTo(422);
        JsonObject fault = answer.body().getJsonArray("faults").getJsonObject(0);
        assertThat(fault.getInteger("index")).isEqualTo(1);
        assertThat(fault.getInteger("line")).isEqualTo(2);
        assertThat(fault.getString("pointer")).isEqualTo("/playedMs");
        assertThat(table.number("select count(*) from logs.playback where track_id between 3000001 and 3000002"))
                .isZero();
    }

    @Test
    void theNodeCountsWhatPassesEveryStage() throws Exception {
        node.gateway().post("nginx", "application/json", "{\"nginx_version\":\"1.9.4\",\"timestamp\":1446249499322}");
        node.gateway().post("nginx", "application/json", "{\"nginx_version\":\"1.9.4\"}");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.gateway().metrics())
                        .contains(
                                "sluice_received_requests_total{stream=\"nginx\"} 2.0",
                                "sluice_accepted_events_total{stream=\"nginx\"} 1.0",
                                "sluice_rejected_requests_total{code=\"invalid_events\",stream=\"nginx\"} 1.0",
                                "sluice_produced_events_total{stream=\"nginx\"} 1.0",
                                "sluice_fetched_records_total{stream=\"nginx\"} 1.0",
                                "sluice_stored_events_total{stream=\"nginx\"} 1.0"));
    }

    private static List<JsonObject> payloads(long trackId) throws Exception {
        return table.column("select payload from logs.playback where track_id = " + trackId).stream()
                .map(JsonObject::new)
                .toList();
    }
}
