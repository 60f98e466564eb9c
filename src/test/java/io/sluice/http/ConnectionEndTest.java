package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.support.CapturedLog;
import io.sluice.telemetry.Metric;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end in the middle of something: at once, with one answer, and with nothing taken behind it. */
class ConnectionEndTest {
    private static final String JSON = "Content-Type: application/json";

    private Edge edge = Edge.accepting();

    @AfterEach
    void stop() throws IOException {
        edge.close();
        assertThat(edge.admission.requestsInFlight()).isZero();
        assertThat(edge.admission.bytesInFlight()).isZero();
    }

    private void awaitConnections(int open) {
        await().until(() -> edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "FOO/1.1", "http/1.1"})
    void whoSpeaksAnotherVersionIsAnsweredInOneThatIsKnown(String version) throws IOException {
        RawClient client = edge.client().send("GET / " + version + "\r\nHost: a\r\n\r\n");

        assertThat(client.line()).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/logs/nothere", "GET /nothing", "GET /errors.md"})
    void aBodyThatIsCutShortBehindItsAnswerEndsTheConnection(String request) throws IOException {
        RawClient client =
                edge.client().send(request + " HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nContent-Length: 100\r\n\r\n{");
        client.read();

        client.endOutput();

        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"})
    void whatFollowsARequestWhoseAnswerIsTheLastIsNotTaken(String last) throws IOException {
        RawClient client = edge.client().send(last + post("nginx", "{}").repeat(3));

        RawClient.Answer answer = client.read();

        assertProblem(answer, Failure.INVALID_HEADER);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(edge.batches).isEmpty();
    }

    @Test
    void whatFollowsAnUnreadableBodyIsNotTaken() throws IOException {
        String broken = head("nginx", JSON, "Transfer-Encoding: chunked") + "none\r\n";
        RawClient client = edge.client().send(broken + post("nginx", "{}"));

        RawClient.Answer answer = client.read();

        assertProblem(answer, Failure.MALFORMED);
        assertThat(client.isAtEnd()).isTrue();
        assertThat(edge.batches).isEmpty();
    }

    /** Netty 4.2.18 forgets the socket of a client that sends no more while it isn't read, and fails at the next long answer. */
    @Test
    void aConnectionThatCanNotBeWrittenAnyMoreEnds() throws IOException {
        edge.close();
        edge = Edge.start(json -> json)
                .answering(edge ->
                        batch -> edge.vertx.timer(200, TimeUnit.MILLISECONDS).map(late -> edge.accepted(batch)));
        String page = "GET /pages/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n";
        RawClient client = edge.client().send(post("nginx", "{}") + page.repeat(12));

        client.endOutput();

        while (!client.isAtEnd()) {
            // What was still written.
        }
        awaitConnections(0);
    }

    @Test
    void aClientThatGoesWhileItsRequestsWaitIsNoNews() throws IOException {
        edge.close();
        Promise<Void> held = Promise.promise();
        edge = Edge.start(json -> json).answering(edge -> batch -> held.future().map(go -> edge.accepted(batch)));
        try (CapturedLog log = new CapturedLog()) {
            RawClient client = edge.client().send(post("nginx", "{}").repeat(5));
            await().until(() -> edge.requests().size() == 1);

            client.reset();

            awaitConnections(0);
            held.complete();
            await().until(() -> edge.admission.requestsInFlight() == 0);
            assertThat(log.text()).doesNotContain("WARN", "ERROR", "Exception");
        }
    }
}
