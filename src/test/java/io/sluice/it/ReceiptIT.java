package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts as a sender needs them, on a real Kafka and a real PostgreSQL. */
class ReceiptIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    private Answer ask(String receipt, String wait) throws Exception {
        return node.gateway().receipt(receipt + "?wait=" + wait);
    }

    private static String state(Answer answer) {
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        return answer.body().getString("state");
    }

    @Test
    void theAnswerComesWhenTheEventsAreStoredAlsoForSeveralRequests() throws Exception {
        long begun = System.nanoTime();

        Answer one = ask(post(1), "25s");
        long took = System.nanoTime() - begun;
        JsonArray several = node.gateway().receipts(List.of(post(2), "not a receipt", post(3)));

        assertThat(state(one)).isEqualTo("stored");
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(15));
        assertThat(several.getJsonObject(0).getString("state")).isEqualTo("stored");
        assertThat(several.getJsonObject(1).getString("code")).isEqualTo("invalid_receipt");
        assertThat(several.getJsonObject(2).getString("state")).isEqualTo("stored");
    }

    @Test
    void whilePostgresIsAwayTheAnswerIsAcceptedAndStoredOnceItIsBack() throws Exception {
        servers.stopPostgres();
        String receipt = post(1);
        long begun = System.nanoTime();

        Answer hasty = ask(receipt, "1s");
        long took = System.nanoTime() - begun;
        CompletableFuture<Answer> patient = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(receipt, "29s");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        servers.startPostgres();

        assertThat(state(hasty)).isEqualTo("accepted");
        assertThat(hasty.body().getString("detail")).contains("PostgreSQL can't be asked");
        assertThat(Duration.ofNanos(took)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(4));
        assertThat(state(patient.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))).isEqualTo("stored");
    }

    @Test
    void afterATopicWasMadeAgainOldReceiptsStandAndNewOnesSayWhatTheyWaitFor() throws Exception {
        String old = post(1);
        assertThat(state(ask(old, "25s"))).isEqualTo("stored");

        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            kafka.deleteTopics(List.of("logs.playback")).all().get(20, TimeUnit.SECONDS);
        }

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            Answer fresh = node.gateway().receipt(post(2));
            assertThat(state(fresh)).isEqualTo("accepted");
            assertThat(fresh.body().getString("detail")).contains("made again");
        });
        assertThat(state(ask(old, "1s"))).isEqualTo("stored");
    }
}
