package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.telemetry.Metric;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are broken, too large, or meant to harm: a 4xx each, nothing handed on, and nothing left behind. */
@NullUnmarked
class HostileRequestTest {
    private static final String JSON = "Content-Type: application/json";

    private Edge edge;

    @BeforeEach
    void start() {
        edge = Edge.start(json ->
                        json.put("maxBody", "64KiB").put("maxBytes", "1MiB").put("bodyTimeout", "400ms"))
                .answering(Edge::acceptAll);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        await().until(() -> edge.admission.requestsInFlight() == 0 && edge.admission.bytesInFlight() == 0);
        assertThat(edge.batches).isEmpty();
        edge.close();
    }

    private RawClient.Answer sendGzip(byte[] gzip) throws IOException {
        return edge.client()
                .send(head("nginx", JSON, "Content-Encoding: gzip", "Content-Length: " + gzip.length))
                .send(gzip)
                .read();
    }

    @Test
    void gzipThatIsCutShortIsMalformed() throws IOException {
        byte[] gzip = InflationTest.gzip("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        RawClient.Answer answer = sendGzip(Arrays.copyOf(gzip, gzip.length - 3));

        assertProblem(answer, Failure.MALFORMED);
    }

    @Test
    void aGzipBombIsTooLarge() throws IOException {
        RawClient.Answer answer = sendGzip(InflationTest.gzip(new byte[10 << 20]));

        assertProblem(answer, Failure.TOO_LARGE);
    }

    @Test
    void anEmptyBodyIsMalformed() throws IOException {
        assertProblem(edge.exchange(post("nginx", "")), Failure.MALFORMED);
    }

    @Test
    void aBodyCutShortByClosingIsNeverHandedOn() throws IOException {
        RawClient client = edge.client().send(head("nginx", JSON, "Content-Length: 10000") + "{\"a\":");
        await().until(() -> edge.admission.bytesInFlight() > 0);

        client.close();

        await().until(() -> edge.admission.requestsInFlight() == 0);
        assertThat(edge.admission.bytesInFlight()).isZero();
    }

    @Test
    void aBodyThatTakesTooLongIsGivenUp() throws IOException {
        RawClient client = edge.client().send(head("nginx", JSON, "Content-Length: 10") + "{");

        RawClient.Answer answer = client.read();

        assertProblem(answer, Failure.BODY_TIMEOUT);
        assertThat(answer.headers()).containsKey("retry-after").containsEntry("connection", "close");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void aMediaTypeThatIsNotKnownIsRefused() throws IOException {
        RawClient client = edge.client();

        RawClient.Answer answer = client.send(head("nginx", "Content-Type: text/plain", "Content-Length: 2") + "{}")
                .read();

        assertProblem(answer, Failure.UNSUPPORTED_MEDIA_TYPE);
        assertThat(answer.body()).contains("text/plain").contains("application/x-ndjson");
        assertThat(answer.headers()).containsEntry("accept-post", "application/json, application/x-ndjson");
        assertProblem(client.send(post("nothere", "{}")).read(), Failure.UNKNOWN_STREAM);
    }

    @Test
    void anEncodingThatIsNotKnownIsRefusedNamingWhatIs() throws IOException {
        RawClient.Answer answer =
                edge.exchange(head("nginx", JSON, "Content-Encoding: zstd", "Content-Length: 2") + "{}");

        assertProblem(answer, Failure.UNSUPPORTED_ENCODING);
        assertThat(answer.headers()).containsEntry("accept-encoding", "gzip");
    }

    @Test
    void anUnknownStreamIsRefusedBeforeItsBodyArrivesAndIsNoLabel() throws IOException {
        RawClient.Answer answer = edge.exchange(head("no<b>", JSON, "Content-Length: 60000"));

        assertProblem(answer, Failure.UNKNOWN_STREAM);
        assertThat(answer.body()).contains("no?b?").doesNotContain("<b>");
        assertThat(edge.count(Metric.REJECTED_REQUESTS, "stream", "-", "code", "unknown_stream"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/logs/%00", "/v1/logs/a%2fb", "/v1/logs/..%2f..%2fetc", "/v1/logs/", "/v1/logs", "/", "/v1"})
    void aPathThatLeadsNowhereIsNotFound(String path) throws IOException {
        RawClient.Answer answer =
                edge.exchange("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/logs/%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /v1/logs/%0 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "POST /v1/logs/nginx HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "GARBAGE\r\n\r\n",
                "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
                "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nbroken header\r\n\r\n"
            })
    void aHeadThatCannotBeReadIsRefused(String request) throws IOException {
        RawClient.Answer answer = edge.exchange(request);

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    }

    @Test
    void aStreamNameOfTenThousandCharactersIsRefused() throws IOException {
        RawClient client = edge.client();

        RawClient.Answer answer =
                client.send(head("n".repeat(10_000), JSON, "Content-Length: 0")).read();

        assertProblem(answer, Failure.URI_TOO_LONG);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        RawClient.Answer answer = edge.exchange(head("nginx", JSON, "X: " + "x".repeat(20_000)));

        assertProblem(answer, Failure.HEADERS_TOO_LARGE);
    }

    @Test
    void aGigabyteIsRefusedWhenItIsAnnounced() throws IOException {
        RawClient client = edge.client();

        RawClient.Answer answer =
                client.send(head("nginx", JSON, "Content-Length: 1073741824")).read();

        assertProblem(answer, Failure.TOO_LARGE);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void chunksWithoutEndAreCutAtTheLimit() throws IOException {
        RawClient client = edge.client().send(head("nginx", JSON, "Transfer-Encoding: chunked"));
        String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";

        client.send(chunk.repeat(5));

        RawClient.Answer answer = client.read();
        assertProblem(answer, Failure.TOO_LARGE);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anotherMethodIsRefusedNamingTheRightOne(String method) throws IOException {
        RawClient.Answer answer = edge.exchange(method + " /v1/logs/nginx HTTP/1.1\r\nHost: a\r\n\r\n");

        assertProblem(answer, Failure.METHOD_NOT_ALLOWED);
        assertThat(answer.headers()).containsEntry("allow", "POST");
    }
}
