package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.http.RawClient.Answer;
import io.sluice.message.CheckBatch;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sender hears who sends a request again with its Idempotency-Key. */
@NullUnmarked
class IdempotencyKeyTest {
    private final List<Promise<Outcomes>> held = new CopyOnWriteArrayList<>();
    private Edge edge;

    @AfterEach
    void stop() throws Exception {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).as("reservations left").isZero();
        assertThat(edge.admission.bytesInFlight()).as("bytes left").isZero();
    }

    private static String post(String stream, String key, String json) {
        return head(
                        stream,
                        "Content-Type: application/json",
                        "Idempotency-Key: " + key,
                        "Content-Length: " + json.length())
                + json;
    }

    private static void assertProblem(Answer answer, Failure failure) {
        assertThat(answer.status()).isEqualTo(failure.status());
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(failure.code());
    }

    /** A stage that answers when the test says so. */
    private void startHolding() {
        edge = Edge.start(json -> json).answering(e -> batch -> {
            Promise<Outcomes> promise = Promise.promise();
            held.add(promise);
            return promise.future();
        });
    }

    private void letGo() {
        CheckBatch batch = edge.batches.get(0);
        edge.vertx.runOnContext(turn -> held.get(0).complete(edge.accepted(batch)));
    }

    @Test
    void theSameRequestAgainGetsTheSameReceiptAndIsNotWritten() throws IOException {
        edge = Edge.accepting();

        Answer first = edge.exchange(post("nginx", "k", "{\"a\":1}"));
        Answer second = edge.exchange(post("nginx", "k", "{\"a\":1}"));

        assertThat(first.headers()).doesNotContainKey("idempotency-replayed");
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers())
                .containsEntry("location", first.headers().get("location"))
                .containsEntry("content-type", "application/json")
                .containsEntry("idempotency-replayed", "true");
        assertThat(edge.requests()).hasSize(1);
        assertThat(edge.count(Metric.ACCEPTED_EVENTS, "stream", "nginx")).isEqualTo(1);
        assertThat(edge.count(Metric.REPLAYED_REQUESTS, "stream", "nginx")).isEqualTo(1);
    }

    @Test
    void theBodyIsComparedInflated() throws IOException {
        edge = Edge.accepting();
        byte[] gzip = InflationTest.gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        edge.exchange(post("nginx", "k", "{\"a\":1}"));

        Answer answer = edge.client()
                .send(head(
                        "nginx",
                        "Content-Type: application/json",
                        "Content-Encoding: gzip",
                        "Idempotency-Key: k",
                        "Content-Length: " + gzip.length))
                .send(gzip)
                .read();

        assertThat(answer.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(edge.requests()).hasSize(1);
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() throws IOException {
        edge = Edge.accepting();
        edge.exchange(post("nginx", "k", "{\"a\":1}"));

        Answer answer = edge.exchange(post("nginx", "k", "{\"a\":2}"));

        assertProblem(answer, Failure.KEY_REUSED);
        assertThat(answer.headers()).doesNotContainKey("retry-after");
        assertThat(edge.requests()).hasSize(1);
    }

    @Test
    void anotherStreamHasKeysOfItsOwn() throws IOException {
        edge = Edge.accepting();
        edge.exchange(post("nginx", "k", "{}"));

        Answer answer = edge.exchange(post("playback", "k", "{}"));

        assertThat(answer.headers()).doesNotContainKey("idempotency-replayed");
        assertThat(edge.requests()).extracting(CheckRequest::stream).containsExactly("nginx", "playback");
    }

    @Test
    void whileTheFirstIsBeingWrittenTheSecondIsToldToComeBack() throws IOException {
        startHolding();
        RawClient first = edge.client().send(post("nginx", "k", "{}"));
        await().until(() -> held.size() == 1);

        Answer meanwhile = edge.exchange(post("nginx", "k", "{}"));
        letGo();
        Answer afterwards = first.read();

        assertProblem(meanwhile, Failure.KEY_IN_USE);
        assertThat(meanwhile.headers()).containsKey("retry-after");
        assertThat(afterwards.status()).isEqualTo(202);
        assertThat(edge.exchange(post("nginx", "k", "{}")).body()).isEqualTo(afterwards.body());
        assertThat(edge.requests()).hasSize(1);
    }

    @Test
    void oneThatIsStillOnItsWayInHoldsNoKey() throws IOException {
        edge = Edge.accepting();
        RawClient slow = edge.client()
                .send(head("nginx", "Content-Type: application/json", "Idempotency-Key: k", "Content-Length: 2"));
        await().until(() -> edge.admission.requestsInFlight() == 1);

        Answer quick = edge.exchange(post("nginx", "k", "{}"));
        Answer late = slow.send("{}").read();

        assertThat(quick.status()).isEqualTo(202);
        assertThat(late.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(late.body()).isEqualTo(quick.body());
    }

    @Test
    void theSameKeyTwiceInOnePipelineIsWrittenOnce() throws IOException {
        edge = Edge.accepting();
        RawClient client = edge.client();

        client.send(post("nginx", "k", "{}") + post("nginx", "k", "{}"));
        Answer first = client.read();
        Answer second = client.read();

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(edge.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"INVALID_EVENTS", "NOT_WRITTEN", "OUTCOME_UNKNOWN", "INTERNAL"})
    void whatWasNotAcceptedMayBeSentAgain(Failure failure) throws IOException {
        edge = Edge.start(json -> json)
                .answering(e -> batch -> Future.succeededFuture(
                        e.batches.size() == 1
                                ? Outcomes.allRefused(1, new Problem(failure, "because"))
                                : e.accepted(batch)));

        Answer first = edge.exchange(post("nginx", "k", "{}"));
        Answer second = edge.exchange(post("nginx", "k", "{\"b\":1}"));

        assertProblem(first, failure);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.headers()).doesNotContainKey("idempotency-replayed");
        assertThat(edge.requests()).hasSize(2);
    }

    @Test
    void aRequestWhoseSenderWentIsRememberedAllTheSame() throws IOException {
        startHolding();
        edge.client().send(post("nginx", "k", "{}")).reset();
        await().until(() -> held.size() == 1);
        letGo();
        await().until(() -> edge.admission.requestsInFlight() == 0);

        Answer again = edge.exchange(post("nginx", "k", "{}"));

        assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(edge.requests()).hasSize(1);
    }

    @Test
    void withoutAKeyTheSameRequestIsWrittenEachTime() throws IOException {
        edge = Edge.accepting();

        edge.exchange(RawClient.post("nginx", "{}"));
        edge.exchange(RawClient.post("nginx", "{}"));

        assertThat(edge.requests()).hasSize(2);
    }
}
