package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.config.HttpConfig;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the public port opens, how full it may be, and how it closes. */
@NullUnmarked
class HttpVerticleTest {
    private static final String JSON = "Content-Type: application/json";

    private final Promise<Outcomes> slow = Promise.promise();
    private Edge edge;

    @AfterEach
    void stop() throws IOException {
        edge.close();
    }

    private void startSlow() {
        edge = Edge.start(json -> json.put("deadline", "5s")).answering(e -> batch -> slow.future());
    }

    private void letGo() {
        edge.vertx.runOnContext(turn -> slow.complete(edge.accepted(edge.batches.get(0))));
    }

    @Test
    void anOpenPortIsHealthy() {
        edge = Edge.accepting();

        Health.Part part = edge.health.parts().get("http");

        assertThat(part.status()).isEqualTo(Health.Status.UP);
        assertThat(part.detail()).contains("127.0.0.1:" + edge.verticle.port());
    }

    @Test
    void aPortThatIsTakenFailsTheStartNamingItAndItsKey() {
        edge = Edge.accepting();
        int taken = edge.verticle.port();
        HttpConfig config = HttpConfigs.with(json -> json.put("port", taken));
        Health health = new Health();
        Telemetry telemetry = new Telemetry(edge.registry);
        HttpVerticle second = new HttpVerticle(
                config,
                new Streams(List.of()),
                edge.receipts,
                edge.room,
                new Admission(config, telemetry),
                new KeyMemory(config, telemetry),
                telemetry,
                health);
        io.vertx.core.Vertx other = io.vertx.core.Vertx.vertx();

        Future<String> deployed = other.deployVerticle(second);

        assertThatThrownBy(() -> Edge.await(deployed)).rootCause().hasMessageContaining("in use");
        assertThat(deployed.cause()).hasMessageContaining("127.0.0.1:" + taken).hasMessageContaining("http.port");
        assertThat(health.parts().get("http").status()).isEqualTo(Health.Status.DOWN);
        Edge.await(other.close());
    }

    @Test
    void connectionsOverTheLimitAreRefusedPolitely() throws IOException {
        edge = Edge.start(json -> json.put("maxConnections", 1)).answering(Edge::acceptAll);
        RawClient first = edge.client();
        assertThat(first.send(post("nginx", "{}")).read().status()).isEqualTo(202);
        RawClient second = edge.client();

        RawClient.Answer answer = second.send(post("nginx", "{}")).read();

        assertProblem(answer, Failure.OVERLOADED);
        assertThat(answer.headers()).containsEntry("connection", "close").containsKey("retry-after");
        assertThat(second.isAtEnd()).isTrue();
        assertThat(first.send(post("nginx", "{}")).read().status()).isEqualTo(202);
    }

    @Test
    void aConnectionTooManyThatSaysNothingIsClosed() throws IOException {
        edge = Edge.start(json -> json.put("maxConnections", 1)).answering(Edge::acceptAll);
        edge.client().send(post("nginx", "{}")).read();

        RawClient second = edge.client();

        assertThat(second.isAtEnd()).isTrue();
        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.CONNECTIONS.key()))
                .isOne();
    }

    @Test
    void anOfferOfHttp2WithoutTlsIsNotTakenUpAndTheRequestIsAnsweredAsItIs() throws IOException {
        edge = Edge.accepting();
        String offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__";
        RawClient client = edge.client();

        RawClient.Answer answer = client.send(head("nginx", JSON, offer, "Content-Length: 2") + "{}")
                .read();

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).doesNotContainKey("upgrade");
        assertThat(client.send(post("nginx", "{}")).read().status()).isEqualTo(202);
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        edge = Edge.start(json -> json.put("idleTimeout", "100ms").put("deadline", "50ms"));

        RawClient client = edge.client();

        assertThat(client.isAtEnd()).isTrue();
        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.IDLE_TIME.key()))
                .isOne();
    }

    @Test
    void aThousandRequestsThatWaitOnOneConnectionAreAllAnswered() throws IOException {
        edge = Edge.accepting();
        RawClient client = edge.client().send(post("nginx", "{}").repeat(1_000));

        for (int i = 0; i < 1_000; i++) {
            assertThat(client.read().status()).isEqualTo(202);
        }
    }

    @Test
    void aClientThatSendsRequestsAndReadsNoAnswersIsNotReadEither() throws Exception {
        edge = Edge.start(json -> json.put("idleTimeout", "500ms").put("deadline", "400ms"));
        RawClient deaf = edge.client();
        byte[] requests =
                "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2_000).getBytes(US_ASCII);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        deaf.send(requests);
                    }
                })
                .isInstanceOf(IOException.class);

        await().until(() -> edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 0);
        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.IDLE_TIME.key()))
                .isOne();
    }

    @Test
    void aNodeThatHasSaidItWillEndStillServesAndSendsItsClientsAway() throws IOException {
        edge = Edge.accepting();
        edge.node.stopping(true);

        RawClient client = edge.client();
        RawClient.Answer answered = client.send(post("nginx", "{}")).read();

        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.headers()).containsEntry("connection", "close");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aNodeThatIsStoppingTakesNothingNewAndEndsItsConnections() throws IOException {
        startSlow();
        RawClient early = edge.client().send(post("nginx", "{}"));
        await().until(() -> !edge.batches.isEmpty());
        RawClient late = edge.client();
        edge.health.stopping(true);

        RawClient.Answer refused = late.send(post("nginx", "{}")).read();
        letGo();
        RawClient.Answer answered = early.read();

        assertProblem(refused, Failure.SHUTTING_DOWN);
        assertThat(refused.headers()).containsEntry("connection", "close");
        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.headers()).containsEntry("connection", "close");
        assertThat(early.isAtEnd()).isTrue();
    }

    @Test
    void stoppingAnswersWhatIsInFlightAndEndsIdleConnections() throws IOException {
        startSlow();
        RawClient idle = edge.client();
        RawClient busy = edge.client().send(post("nginx", "{}"));
        await().until(() -> !edge.batches.isEmpty());

        Future<Void> stopped = edge.undeploy();

        assertThat(idle.isAtEnd()).isTrue();
        assertThat(stopped.isComplete()).isFalse();
        letGo();
        assertThat(busy.read().status()).isEqualTo(202);
        Edge.await(stopped);
        assertThat(busy.isAtEnd()).isTrue();
        assertThatThrownBy(() -> edge.client()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aConnectionThatWasAcceptedBeforeTheEndIsServedOnce() throws IOException {
        edge = Edge.accepting();
        RawClient accepted = edge.client();
        await().until(() -> edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 1);

        Future<Void> stopped = edge.undeploy();
        await().ignoreExceptions().until(this::isClosed);
        RawClient.Answer answered = accepted.send(post("nginx", "{}")).read();

        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.headers()).containsEntry("connection", "close");
        assertThat(accepted.isAtEnd()).isTrue();
        Edge.await(stopped);
    }

    private boolean isClosed() throws IOException {
        try (RawClient refused = edge.client()) {
            return refused == null;
        } catch (ConnectException closed) {
            return true;
        }
    }

    @Test
    void stoppingDoesNotWaitForABodyLongerThanTheDeadline() throws IOException {
        edge = Edge.start(json -> json.put("deadline", "200ms"));
        RawClient client = edge.client().send(head("nginx", JSON, "Content-Length: 10") + "{");
        await().until(() -> edge.admission.requestsInFlight() == 1);

        Future<Void> stopped = edge.undeploy();

        Edge.await(stopped);
        assertThat(client.isAtEnd()).isTrue();
        await().until(() -> edge.admission.requestsInFlight() == 0);
    }
}
