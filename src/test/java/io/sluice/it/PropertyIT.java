package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NumericNode;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.RandomJson;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For random batches: accepted + rejected = sent, nothing of a rejected request is stored, and what PostgreSQL gives back
 * equals what was sent, as JSON values, numbers to the digit.
 */
class PropertyIT {
    private static final int REQUESTS = 60;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    /** 1.0 and 1.00 are one number, as they are for PostgreSQL. */
    private static final Comparator<JsonNode> AS_VALUES = (a, b) -> a instanceof NumericNode && b instanceof NumericNode
            ? a.decimalValue().compareTo(b.decimalValue())
            : a.equals(b) ? 0 : 1;

    private static TestServers servers;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261121})
    void whatIsAcceptedComesBackEqualAndWhatIsRejectedNever(long seed) throws Exception {
        RandomJson random = new RandomJson(seed);
        Map<Long, JsonNode> accepted = new TreeMap<>();
        int acceptedEvents = 0;
        int rejectedEvents = 0;
        int sentEvents = 0;

        for (int i = 0; i < REQUESTS; i++) {
            Request request = request(random, seed * 1_000_000 + i * 1_000L);
            Answer answer = node.gateway().post("playback", request.type(), request.body());
            sentEvents += request.events().size();
            if (answer.isAccepted()) {
                acceptedEvents += answer.body().getInteger("accepted");
                accepted.putAll(request.parsed());
            } else {
                assertThat(answer.status()).as(answer.body().encode()).isEqualTo(422);
                assertThat(answer.body().getInteger("badEvents")).isEqualTo(request.bad());
                rejectedEvents += request.events().size();
            }
        }

        assertThat(acceptedEvents + rejectedEvents).isEqualTo(sentEvents);
        assertThat(accepted).isNotEmpty();
        assertThat(rejectedEvents).isPositive();
        Table table = new Table(servers);
        String mine = " from logs.playback where track_id between " + seed * 1_000_000 + " and "
                + (seed * 1_000_000 + 999_999);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(table.number("select count(*)" + mine)).isEqualTo(accepted.size()));
        for (String payload : table.column("select payload" + mine)) {
            JsonNode stored = JSON.readTree(payload);
            JsonNode sent = accepted.get(stored.get("trackId").longValue());
            assertThat(stored.equals(AS_VALUES, sent))
                    .as("%s stored as %s", sent, stored)
                    .isTrue();
        }
    }

    private record Request(String type, String body, Map<Long, String> events, int bad) {
        Map<Long, JsonNode> parsed() throws Exception {
            Map<Long, JsonNode> nodes = new TreeMap<>();
            for (Map.Entry<Long, String> event : events.entrySet()) {
                nodes.put(event.getKey(), JSON.readTree(event.getValue()));
            }
            return nodes;
        }
    }

    private static Request request(RandomJson random, long first) {
        Map<Long, String> events = new TreeMap<>();
        boolean spoilt = random.below(4) == 0;
        int bad = 0;
        for (long number = first; number <= first + random.below(30); number++) {
            boolean bads = spoilt && (number == first || random.below(3) == 0);
            bad += bads ? 1 : 0;
            events.put(number, event(random, number, bads ? "\"never\"" : "7"));
        }
        boolean lines = random.below(2) == 0;
        StringJoiner body = lines ? new StringJoiner("\n") : new StringJoiner(" ,\r\n", "[", "]");
        events.values().forEach(body::add);
        return new Request(lines ? "application/x-ndjson" : "application/json", body.toString(), events, bad);
    }

    private static String event(RandomJson random, long number, String playedMs) {
        return "{\"event\":\"track.streamed\", \"at\":\"2026-11-21T08:00:00Z\",\"userId\":\"u\",\"trackId\":" + number
                + ",\"playedMs\":" + playedMs + ",\"anything\":" + random.value() + "}";
    }
}
