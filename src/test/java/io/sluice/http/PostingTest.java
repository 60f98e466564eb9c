package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.BodyFormat;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** POSTs that are HTTP as it should be: what the next stage is asked, and what the sender hears. */
@NullUnmarked
class PostingTest {
    private Edge edge;

    @AfterEach
    void stop() throws Exception {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).as("reservations left").isZero();
        assertThat(edge.admission.bytesInFlight()).as("bytes left").isZero();
    }

    @Test
    void anAcceptedRequestIsAnsweredWithAReceiptOfItsPosition() throws IOException {
        edge = Edge.accepting();

        RawClient.Answer answer = edge.exchange(post("nginx", "{\"a\":1}"));

        JsonObject body = new JsonObject(answer.body());
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        assertThat(body.fieldNames()).containsExactly("accepted", "receipt");
        assertThat(answer.headers()).containsEntry("location", "/v1/receipts/" + body.getString("receipt"));
        assertThat(edge.receipts.position(body.getString("receipt")))
                .isEqualTo(new Position("nginx", Edge.TOPIC, 0, 0, Edge.APPEND_TIME, 1));
        assertThat(edge.count(Metric.RECEIVED_REQUESTS, "stream", "nginx")).isEqualTo(1);
        assertThat(edge.count(Metric.RECEIVED_BYTES, "stream", "nginx")).isEqualTo(7);
        assertThat(edge.count(Metric.ACCEPTED_EVENTS, "stream", "nginx")).isEqualTo(1);
    }

    @Test
    void theNextStageGetsTheBodyAsItWasSent() throws IOException {
        edge = Edge.accepting();
        String lines = "{\"a\":1}\n{\"a\":2}\n";

        edge.exchange(head(
                        "playback",
                        "content-type: Application/X-NDJSON; charset=utf-8",
                        "Idempotency-Key: k-1",
                        "Content-Length: " + lines.length())
                + lines);

        CheckRequest request = edge.requests().get(0);
        assertThat(request.stream()).isEqualTo("playback");
        assertThat(request.client()).isEqualTo("anonymous");
        assertThat(request.format()).isEqualTo(BodyFormat.NDJSON);
        assertThat(request.idempotencyKey()).isEqualTo("k-1");
        assertThat(request.body()).hasToString(lines);
    }

    @Test
    void aBodyInManyPiecesArrivesWhole() throws IOException {
        edge = Edge.accepting();
        char[] filling = new char[700_000];
        Arrays.fill(filling, 'x');
        String json = "{\"a\":\"" + new String(filling) + "\"}";

        RawClient.Answer answer = edge.exchange(post("nginx", json));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(edge.requests().get(0).body()).hasToString(json);
    }

    @Test
    void aBodyInChunksArrivesWhole() throws IOException {
        edge = Edge.accepting();

        RawClient.Answer answer =
                edge.exchange(head("nginx", "Content-Type: application/json", "Transfer-Encoding: chunked")
                        + "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(edge.requests().get(0).body()).hasToString("{\"a\":1}");
    }

    @Test
    void aGzipBodyArrivesInflated() throws IOException {
        edge = Edge.accepting();
        byte[] gzip = InflationTest.gzip("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        RawClient.Answer answer = edge.client()
                .send(head(
                        "nginx",
                        "Content-Type: application/json",
                        "Content-Encoding: gzip",
                        "Content-Length: " + gzip.length))
                .send(gzip)
                .read();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(edge.requests().get(0).body()).hasToString("{\"a\":1}");
    }

    @Test
    void aSenderThatAsksBeforeItsBodyIsToldToGoOn() throws IOException {
        edge = Edge.accepting();
        RawClient client = edge.client();

        RawClient.Answer goOn = client.send(
                        head("nginx", "Content-Type: application/json", "Expect: 100-continue", "Content-Length: 2"))
                .read();
        RawClient.Answer answer = client.send("{}").read();

        assertThat(goOn.status()).isEqualTo(100);
        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void aSenderOfHttp10GetsOneAnswerWhateverItExpects() throws IOException {
        edge = Edge.accepting();
        String request = post("nginx", "{}").replace("HTTP/1.1\r\n", "HTTP/1.0\r\nExpect: 100-continue\r\n");

        RawClient.Answer answer = edge.exchange(request);

        assertThat(answer.status()).isEqualTo(202);
    }

    @Test
    void aSenderThatAsksBeforeABodyThatIsNotWantedNeverSendsIt() throws IOException {
        edge = Edge.accepting();

        RawClient.Answer answer = edge.exchange(
                head("nothere", "Content-Type: application/json", "Expect: 100-continue", "Content-Length: 2"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("connection", "close");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        edge = Edge.accepting();
        RawClient client = edge.client();

        client.send(post("nginx", "{}") + post("nothere", "{}") + post("playback", "{}"));

        assertThat(List.of(
                        client.read().status(),
                        client.read().status(),
                        client.read().status()))
                .containsExactly(202, 404, 202);
        assertThat(edge.requests()).extracting(CheckRequest::stream).containsExactly("nginx", "playback");
    }

    @Test
    void requestsOfOneTurnOfTheEventLoopMakeOneBatch() throws Exception {
        edge = Edge.accepting();
        List<RawClient> clients = List.of(edge.client(), edge.client(), edge.client());
        await().until(() -> edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 3);
        CountDownLatch sent = new CountDownLatch(1);
        edge.vertx.runOnContext(turn -> awaitQuietly(sent));

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send(post("nginx", "{\"i\":" + i + "}"));
        }
        sent.countDown();

        for (RawClient client : clients) {
            assertThat(client.read().status()).isEqualTo(202);
        }
        assertThat(edge.batches).hasSize(1);
        assertThat(edge.requests()).hasSize(3);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachRequestOfABatchHearsItsOwnOutcome() throws Exception {
        Problem bad = new Problem(
                Failure.INVALID_EVENTS, "one is bad", null, List.of(new EventFault(0, 1, "/a", "is missing", null)), 1);
        edge = Edge.start(json -> json)
                .answering(e -> batch -> Future.succeededFuture(new Outcomes(batch.requests().stream()
                        .map(request -> request.body().toString().contains("bad")
                                ? new Outcome.Refused(bad)
                                : e.accepted(batch).outcomes().get(0))
                        .toList())));
        RawClient client = edge.client();

        client.send(post("nginx", "{\"bad\":1}") + post("nginx", "{}"));

        RawClient.Answer refused = client.read();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(refused.body()).contains("\"badEvents\":1").contains("\"pointer\":\"/a\"");
        assertThat(client.read().status()).isEqualTo(202);
        assertThat(edge.count(Metric.REJECTED_REQUESTS, "stream", "nginx", "code", "invalid_events"))
                .isEqualTo(1);
    }

    @Test
    void withoutANextStageNothingWasWritten() throws IOException {
        edge = Edge.start(json -> json);

        RawClient.Answer answer = edge.exchange(post("nginx", "{}"));

        assertProblem(answer, Failure.NOT_WRITTEN);
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @Test
    void aNextStageThatSaysNothingLeavesTheOutcomeUnknown() throws IOException {
        edge = Edge.start(json -> json.put("deadline", "100ms"))
                .answering(e -> batch -> Promise.<Outcomes>promise().future());

        RawClient.Answer answer = edge.exchange(post("nginx", "{}"));

        assertProblem(answer, Failure.OUTCOME_UNKNOWN);
        assertThat(answer.headers()).containsKey("retry-after");
    }

    @Test
    void aNextStageThatBreaksLeavesTheOutcomeUnknown() throws IOException {
        edge = Edge.start(json -> json)
                .answering(e -> batch -> Future.failedFuture(new IllegalStateException("a defect")));

        RawClient.Answer answer = edge.exchange(post("nginx", "{}"));

        assertProblem(answer, Failure.OUTCOME_UNKNOWN);
        assertThat(answer.body()).doesNotContain("a defect");
    }

    @Test
    void aNextStageThatRefusesIsPassedOn() throws IOException {
        edge = Edge.start(json -> json)
                .answering(e -> batch -> Future.failedFuture(new SluiceException(Failure.OVERLOADED, "full")));

        RawClient.Answer answer = edge.exchange(post("nginx", "{}"));

        assertProblem(answer, Failure.OVERLOADED);
    }

    @Test
    void moreRequestsThanTheLimitAreTurnedAwayAtOnce() throws IOException {
        Promise<Outcomes> slow = Promise.promise();
        edge = Edge.start(json -> json.put("maxRequests", 1)).answering(e -> batch -> slow.future());
        RawClient first = edge.client().send(post("nginx", "{}"));
        await().until(() -> edge.admission.requestsInFlight() == 1);

        RawClient.Answer second = edge.exchange(post("nginx", "{}"));

        assertProblem(second, Failure.OVERLOADED);
        assertThat(second.headers()).containsKey("retry-after").doesNotContainKey("connection");
        edge.vertx.runOnContext(turn -> slow.complete(edge.accepted(edge.batches.get(0))));
        assertThat(first.read().status()).isEqualTo(202);
    }

    @Test
    void moreBytesThanTheLimitAreTurnedAwayAtOnce() throws IOException {
        Promise<Outcomes> slow = Promise.promise();
        edge = Edge.start(json -> json.put("maxBody", "1KiB").put("maxBytes", "1KiB"))
                .answering(e -> batch -> slow.future());
        String large = "{\"a\":\"" + "x".repeat(600) + "\"}";
        RawClient first = edge.client().send(post("nginx", large));
        await().until(() -> edge.batches.size() == 1);

        RawClient.Answer second = edge.exchange(post("nginx", large));

        assertProblem(second, Failure.OVERLOADED);
        edge.vertx.runOnContext(turn -> slow.complete(edge.accepted(edge.batches.get(0))));
        assertThat(first.read().status()).isEqualTo(202);
    }

    static void assertProblem(RawClient.Answer answer, Failure failure) {
        assertThat(answer.status()).isEqualTo(failure.status());
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(failure.code());
    }
}
