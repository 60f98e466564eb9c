package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Metric;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a head may take, and what stays open for how long when nothing is sent. */
@NullUnmarked
class SlowHeadTest {
    private static final String PART = "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\n";

    private final Promise<Outcomes> slow = Promise.promise();
    private final ScheduledExecutorService dribble = Executors.newSingleThreadScheduledExecutor();
    private Edge edge;

    @BeforeEach
    void start() {
        edge = Edge.start(json -> json.put("headTimeout", "300ms"));
    }

    @AfterEach
    void stop() throws IOException {
        dribble.shutdownNow();
        edge.close();
    }

    private RawClient dribbling() throws IOException {
        RawClient client = edge.client().send(PART);
        var unused = dribble.scheduleWithFixedDelay(() -> sendOne(client), 20, 20, TimeUnit.MILLISECONDS);
        return client;
    }

    private static void sendOne(RawClient client) {
        try {
            client.send("X");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertLate(RawClient client) throws IOException {
        RawClient.Answer answer = client.read();
        assertProblem(answer, Failure.HEAD_TIMEOUT);
        assertThat(answer.headers()).containsEntry("connection", "close").containsKey("retry-after");
        assertThat(answer.body()).contains("http.headTimeout").contains("300");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aHeadThatStopsIsGivenUp() throws IOException {
        RawClient client = edge.client().send(PART);

        assertLate(client);
        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.HEAD_TIME.key()))
                .isOne();
    }

    @Test
    void aRequestLineThatStopsIsGivenUp() throws IOException {
        assertLate(edge.client().send("P"));
    }

    @Test
    void aByteNowAndThenDoesNotHelp() throws IOException {
        long start = System.nanoTime();

        assertLate(dribbling());

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(300L, 5_000L);
    }

    @Test
    void theNextHeadOfAConnectionHasNoMoreTime() throws IOException {
        edge.answering(Edge::acceptAll);
        RawClient client = edge.client();
        assertThat(client.send(post("nginx", "{}")).read().status()).isEqualTo(202);

        client.send(PART);

        assertLate(client);
    }

    @Test
    void aLateHeadIsAnsweredBehindTheRequestBeforeIt() throws IOException {
        edge.answering(e -> batch -> slow.future());
        RawClient client = edge.client().send(post("nginx", "{}"));
        await().until(() -> !edge.batches.isEmpty());
        client.send("P");
        assertLate(edge.client().send("P"));

        edge.vertx.runOnContext(turn -> slow.complete(edge.accepted(edge.batches.get(0))));

        assertThat(client.read().status()).isEqualTo(202);
        assertLate(client);
    }

    @Test
    void betweenTwoRequestsAndBeforeTheFirstOnlyIdleTimeCounts() throws Exception {
        edge.answering(Edge::acceptAll);
        RawClient silent = edge.client();
        RawClient kept = edge.client();
        assertThat(kept.send(post("nginx", "{}")).read().status()).isEqualTo(202);
        assertLate(edge.client().send("P"));

        kept.send(post("nginx", "{}"));
        silent.send(post("nginx", "{}"));

        assertThat(kept.read().status()).isEqualTo(202);
        assertThat(silent.read().status()).isEqualTo(202);
    }

    @Test
    void aSlowBodyIsNoSlowHead() throws IOException {
        edge.answering(Edge::acceptAll);
        RawClient client = edge.client()
                .send(head("nginx", "Content-Type: application/json", "Content-Length: 2"))
                .send("{");
        assertLate(edge.client().send("P"));

        client.send("}");

        assertThat(client.read().status()).isEqualTo(202);
    }
}
