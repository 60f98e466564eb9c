package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.CorpusRequest;
import io.sluice.support.Gateway;
import io.sluice.support.PlainJson;
import io.sluice.support.Ports;
import io.sluice.support.RandomJson;
import io.sluice.support.SecondOpinion;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every request of src/test/corpus, and random events, through a whole node on real servers:
 *
 * <pre>
 * (1) the bytes ──▶ (2) 202 and a receipt ──▶ (3) the receipt says stored ──▶ (4) each payload equals what was sent
 *              └──▶ (5) a 4xx, and nothing in Kafka or PostgreSQL
 * </pre>
 */
class CorpusIT {
    private static final int RANDOM_EVENTS = 2_000;
    private static final List<String> STREAMS = List.of("anything", "typed");

    private static TestServers servers;
    private static TestNode node;
    private static Table table;
    private static int port;

    /** What was answered with 202, by stream in the order of sending: each has one partition. */
    private final Map<String, List<Object>> sent = new TreeMap<>();

    private final List<String> receipts = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start();
        port = Ports.free();
        JsonObject settings = servers.settings(port, Ports.free())
                .put("streams", CorpusRequest.FOLDER.resolve("streams").toString());
        settings.getJsonObject("http").put("maxBody", "1MiB").put("bodyTimeout", "600ms");
        node = TestNode.up(settings);
        table = new Table(servers);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        servers.close();
    }

    @Test
    void whatIsAcceptedReadsBackEqualAndWhatIsRefusedLeavesNothing() throws Exception {
        for (CorpusRequest request : CorpusRequest.all("good")) {
            accepted(request, send(request.request().getBytes())); // (1)
        }
        for (CorpusRequest request : CorpusRequest.all("free")) {
            RawClient.Answer answer = send(request.request().getBytes());
            if (answer.status() == 202) {
                accepted(request, answer);
            } else {
                assertThat(answer.status()).as(request.name()).isBetween(400, 499);
            }
        }
        random(1);
        areStored();
        areReadBackEqual();
        List<Long> offsets = endOffsets();

        for (CorpusRequest request : CorpusRequest.all("bad")) {
            RawClient.Answer answer = send(request.request().getBytes());
            assertThat(answer.status()).as(request.name()).isBetween(400, 499); // (5)
            CorpusTest.isExplained(request, new JsonObject(answer.body()));
        }

        assertThat(endOffsets()).isEqualTo(offsets); // (5)
        // What goes all the way now would come behind whatever had been let in.
        random(2);
        areStored();
        areReadBackEqual(); // (5)
        assertThat(table.number("select count(*) from sluice.trouble")).isZero();
    }

    private static RawClient.Answer send(byte[] request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.send(request).read();
        }
    }

    private void accepted(CorpusRequest request, RawClient.Answer answer) {
        assertThat(answer.status()).as("%s: %s", request, answer.body()).isEqualTo(202); // (2)
        JsonObject document = new JsonObject(answer.body());
        String stream = request.request().toString().contains("/logs/typed ") ? "typed" : "anything";
        List<Object> events =
                SecondOpinion.events(request.format(), request.body().getBytes());
        assertThat(document.getInteger("accepted")).isEqualTo(events.size());
        sent.computeIfAbsent(stream, any -> new ArrayList<>()).addAll(events);
        receipts.add(document.getString("receipt"));
    }

    private void random(long seed) throws Exception {
        RandomJson random = new RandomJson(seed);
        List<String> events = IntStream.range(0, RANDOM_EVENTS)
                .mapToObj(i -> "{\"i\":" + i + ",\"v\":" + random.value() + "}")
                .toList();
        Gateway.Answer answer = node.gateway().post("anything", "application/json", events.toString());
        assertThat(answer.status()).isEqualTo(202);
        events.forEach(event -> sent.get("anything").add(PlainJson.parse(event)));
        receipts.add(answer.receipt());
    }

    private void areStored() throws Exception {
        JsonArray states = node.gateway().receipts(receipts);
        assertThat(states).hasSameSizeAs(receipts);
        assertThat(states).allSatisfy(state -> {
            JsonObject receipt = (JsonObject) state;
            assertThat(receipt.getString("state")).as(receipt.encode()).isEqualTo("stored"); // (3)
            assertThat(receipt.getInteger("stored")).isEqualTo(receipt.getInteger("accepted"));
        });
    }

    private void areReadBackEqual() throws Exception {
        assertThat(sent.keySet()).containsExactlyElementsOf(STREAMS);
        for (String stream : STREAMS) {
            List<String> payloads =
                    table.column("select payload from logs." + stream + " order by kafka_offset, event_index");
            List<Object> expected = sent.get(stream);
            assertThat(payloads).hasSameSizeAs(expected);
            for (int i = 0; i < payloads.size(); i++) {
                boolean equal = PlainJson.parse(payloads.get(i)).equals(expected.get(i));
                assertThat(equal).as("event %d of %s", i, stream).isTrue(); // (4)
            }
        }
    }

    private static List<Long> endOffsets() throws Exception {
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            List<Long> offsets = new ArrayList<>();
            for (String stream : STREAMS) {
                TopicPartition partition = new TopicPartition("logs." + stream, 0);
                offsets.add(kafka.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get(20, TimeUnit.SECONDS)
                        .offset());
            }
            return offsets;
        }
    }
}
