package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.Event;
import io.sluice.support.Ports;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A lenient request on real servers:
 *
 * <pre>
 * (1) POST, some of it bad ──▶ (2) 207 names those ──▶ (3) rows of the good ones, at their index
 *                                                  └─▶ (4) trouble entries of the bad ones, at theirs, with their bytes
 *                              (5) the receipt tells of both, and the counts are even
 * </pre>
 */
class LenientIT {
    private static TestServers servers;
    private static TestNode node;
    private static Table table;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start();
        port = Ports.free();
        node = TestNode.up(servers.settings(port, Ports.free()));
        table = new Table(servers);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        servers.close();
    }

    private static HttpResponse<String> post(String lines, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/logs/playback"))
                .header("Content-Type", "application/x-ndjson")
                .header("Prefer", "handling=lenient");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(
                        request.POST(HttpRequest.BodyPublishers.ofString(lines)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject stored(String receipt) throws Exception {
        return node.gateway().receipts(List.of(receipt)).getJsonObject(0);
    }

    @Test
    void theGoodOnesBecomeRowsAndTheBadOnesTroubleEachAtItsIndex() throws Exception {
        String bad = Event.json(5_000_002).put("playedMs", "long").encode();
        String lines = bad + "\n" + Event.json(5_000_001).encode() + "\n{\"cut\n"
                + Event.json(5_000_003).encode() + "\n[]\n";

        HttpResponse<String> answer = post(lines); // (1)

        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207); // (2)
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("handling=lenient");
        assertThat(body.getInteger("accepted")).isEqualTo(2);
        assertThat(body.getInteger("badEvents")).isEqualTo(3);
        assertThat(indexes(body.getJsonArray("faults"))).containsExactly(0, 2, 4);
        assertThat(body.getJsonArray("faults").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("index", 0)
                        .put("line", 1)
                        .put("pointer", "/playedMs")
                        .put("reason", "is a text, expected integer"));
        JsonObject receipt = stored(body.getString("receipt"));
        assertThat(table.column("select event_index || ' ' || track_id from logs.playback"
                        + " where track_id between 5000001 and 5000003 order by event_index"))
                .containsExactly("1 5000001", "3 5000003"); // (3)
        assertThat(table.column("select event_index || ' ' || stage || ' ' || convert_from(payload, 'UTF8')"
                        + " from sluice.trouble where convert_from(payload, 'UTF8') <> '{}' order by event_index"))
                .containsExactly("0 validation " + bad, "2 validation {\"cut", "4 validation []"); // (4)
        assertThat(table.column("select distinct reason from sluice.trouble where event_index = 0")
                        .get(0))
                .startsWith("at /playedMs: ");
        assertThat(receipt.getString("state")).isEqualTo("stored"); // (5)
        assertThat(receipt.getInteger("accepted")).isEqualTo(2);
        assertThat(receipt.getInteger("stored")).isEqualTo(2);
        assertThat(indexes(receipt.getJsonArray("trouble"))).containsExactly(0, 2, 4);
        assertCountsAreEven();
    }

    @Test
    void theSameKeyAgainStoresTheGoodOnesOnceAndMendsNothingBehindAnyonesBack() throws Exception {
        String lines = "{}\n" + Event.json(6_000_001).encode() + "\n"
                + Event.json(6_000_002).encode();
        String mended = lines.replaceFirst("\\{}", Event.json(6_000_003).encode());

        String first =
                new JsonObject(post(lines, "Idempotency-Key", "lenient-1").body()).getString("receipt");
        String second =
                new JsonObject(post(lines, "Idempotency-Key", "lenient-1").body()).getString("receipt");
        HttpResponse<String> third = post(mended, "Idempotency-Key", "lenient-1");

        assertThat(third.statusCode()).isEqualTo(202);
        assertThat(stored(first).getInteger("stored")).isEqualTo(2);
        assertThat(stored(second).getString("state")).isEqualTo("stored");
        assertThat(stored(new JsonObject(third.body()).getString("receipt")).getInteger("stored"))
                .isEqualTo(3);
        assertThat(table.column(
                        "select track_id from logs.playback where track_id between 6000001 and 6000003 order by 1"))
                .containsExactly("6000001", "6000002", "6000003");
        assertCountsAreEven();
    }

    private static List<Integer> indexes(JsonArray named) {
        return named.stream().map(one -> ((JsonObject) one).getInteger("index")).toList();
    }

    private static void assertCountsAreEven() throws Exception {
        assertThat(table.number("select count(*) from sluice.event_count"
                        + " where appended <> stored + duplicates + trouble + discarded"))
                .isZero();
        assertThat(table.number("select sum(trouble) from sluice.event_count"))
                .isEqualTo(table.number("select count(*) from sluice.trouble"));
    }
}
