package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real Kafka loses what it had confirmed: the operator's way from the incident on. */
class LossIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "logs.playback";

    private TestServers servers;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        servers.close();
    }

    private String post(long number) throws Exception {
        Answer answer = node.gateway()
                .post("playback", "application/json", Event.json(number).encode());
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(202);
        return answer.receipt();
    }

    private String state(String receipt) throws Exception {
        return node.gateway().receipt(receipt + "?wait=20s").body().getString("state");
    }

    private JsonObject administer(String path, JsonObject arguments) throws Exception {
        Answer answer = node.gateway().administer(path, arguments.put("stream", "playback"));
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        return answer.body();
    }

    /** Acknowledges whatever is missing, once something is. */
    private int acceptAll(String kind) throws Exception {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !administer("gap/list", new JsonObject())
                        .getJsonArray("gaps")
                        .isEmpty());
        JsonArray gaps = administer("gap/list", new JsonObject()).getJsonArray("gaps");
        for (int i = 0; i < gaps.size(); i++) {
            JsonObject gap = gaps.getJsonObject(i);
            assertThat(gap.getString("kind")).isEqualTo(kind);
            administer(
                    "gap/accept",
                    new JsonObject()
                            .put("partition", gap.getInteger("partition"))
                            .put("from", gap.getLong("from"))
                            .put("to", gap.getLong("to")));
        }
        return gaps.size();
    }

    @Test
    void whatKafkaDeletedIsAcknowledgedAndTheNextEventIsStored() throws Exception {
        String stored = post(1);
        assertThat(state(stored)).isEqualTo("stored");
        administer("pause", new JsonObject());
        await().atMost(PATIENCE)
                .until(() -> node.gateway().manage("/health").body().encode().contains("paused by"));
        String lost = post(2);
        assertThat(node.gateway().receipt(lost).body().getString("state")).isEqualTo("accepted");
        node.close();
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
            kafka
                    .describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS)
                    .get(TOPIC)
                    .partitions()
                    .stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .forEach(partition -> everything.put(partition, RecordsToDelete.beforeOffset(-1)));
            kafka.deleteRecords(everything).all().get(20, TimeUnit.SECONDS);
        }
        node = TestNode.start(servers);

        assertThat(acceptAll("vanished")).isEqualTo(1);
        administer("resume", new JsonObject());

        assertThat(state(lost)).isEqualTo("lost");
        assertThat(state(stored)).isEqualTo("stored");
        assertThat(state(post(3))).isEqualTo("stored");
    }

    @Test
    void aTopicThatWasMadeAgainIsStoredFromOnceThatIsAcknowledged() throws Exception {
        String old = post(1);
        assertThat(state(old)).isEqualTo("stored");
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            kafka.deleteTopics(List.of(TOPIC)).all().get(20, TimeUnit.SECONDS);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        node.gateway().manage("/health").body().encode().contains("was deleted and made again (now"));
        String fresh = post(2);

        assertThat(acceptAll("recreated")).isPositive();

        assertThat(state(fresh)).isEqualTo("stored");
        assertThat(state(old)).isEqualTo("stored");
    }
}
