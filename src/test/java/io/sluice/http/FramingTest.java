package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.telemetry.Metric;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that aren't HTTP/1.1: each gets a 4xx that says what is wrong, and the connection ends after it. */
@NullUnmarked
class FramingTest {
    private static final String JSON = "Content-Type: application/json";

    private Edge edge;

    @BeforeEach
    void start() {
        edge = Edge.start(json -> json.put("maxBody", "64KiB").put("maxBytes", "1MiB"))
                .answering(Edge::acceptAll);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        await().until(() -> edge.admission.requestsInFlight() == 0 && edge.admission.bytesInFlight() == 0);
        edge.close();
    }

    /** Sends text in which \r, \n and \0 are written out. */
    private RawClient raw(String text) throws IOException {
        return edge.client().send(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0"));
    }

    private static void assertLastAnswer(RawClient client, Failure failure, String words) throws IOException {
        RawClient.Answer answer = client.read();
        assertProblem(answer, failure);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(words);
        assertThat(client.isAtEnd()).as("the connection has ended").isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 2\\r\\nContent-Length: 3      | several Content-Length",
                "Content-Length: 2\\r\\nContent-Length: 2      | several Content-Length",
                "Content-Length: 2, 2                          | decimal digits",
                "Content-Length: 1e3                           | decimal digits",
                "Content-Length: +2                            | decimal digits",
                "Content-Length: -2                            | decimal digits",
                "Content-Length: 0x2                           | decimal digits",
                "Content-Length:                               | decimal digits",
                "Content-Length: 99999999999999999999          | decimal digits",
                "Content-Length: 2\\r\\n 3                     | decimal digits",
                "Content-Length: 2\\r\\nTransfer-Encoding: chunked | exclude each other",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 2 | exclude each other",
                "Transfer-Encoding: gzip, chunked              | only be chunked",
                "Transfer-Encoding: gzip                       | only be chunked",
                "Transfer-Encoding: identity                   | only be chunked",
                "Transfer-Encoding: chunked, gzip              | only be chunked",
                "Transfer-Encoding: chunked, chunked           | only be chunked",
                "Transfer-Encoding: xchunked                   | only be chunked",
                "Transfer-Encoding : chunked                   | blanks",
                "Content-Length: 2\\nX: y                      | carriage return",
                "X: a\\0b                                      | control characters",
                "X: a\\rb                                      | control characters",
                "X y: z                                        | blanks",
                "no colon                                      | colon",
                ": no name                                     | colon",
                "Host: other                                   | Host",
            })
    void aHeadThatCouldBeReadInTwoWaysIsRefused(String header, String words) throws IOException {
        RawClient client =
                raw("POST /v1/logs/nginx HTTP/1.1\\r\\nHost: a\\r\\n" + JSON + "\\r\\n" + header + "\\r\\n\\r\\n{}");

        assertLastAnswer(client, Failure.INVALID_HEADER, words);
        assertThat(edge.batches).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n       | HTTP/1.1 is spoken here, not HTTP/2.0",
                "GET / HTTP/3.0\\r\\nHost: a\\r\\n\\r\\n         | not HTTP/3.0",
                "GET / http/1.1\\r\\nHost: a\\r\\n\\r\\n         | HTTP/1.1 is spoken here",
                "GET / HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n         | not HTTP/1.2",
                "GET / ICAP/1.0\\r\\nHost: a\\r\\n\\r\\n         | not ICAP/1.0",
                "GET /\\r\\n                                     | version",
                "GARBAGE\\r\\n\\r\\n                             | version",
                "GET / HTTP/1.1\\nHost: a\\n\\n                  | carriage return",
                "CONNECT a:443 HTTP/1.1\\r\\nHost: a:443\\r\\n\\r\\n | proxy",
                "GET /openapi.yaml HTTP/1.1\\r\\n\\r\\n          | Host",
                "POST /v1/logs/nginx HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | HTTP/1.0",
            })
    void aRequestLineOfAnotherKindIsRefused(String text, String words) throws IOException {
        assertLastAnswer(raw(text), Failure.INVALID_HEADER, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "GET %zz", "GET a:443", "GET //"})
    void aTargetThatIsNoPathIsNotFound(String start) throws IOException {
        assertProblem(edge.exchange(start + " HTTP/1.1\r\nHost: a\r\n\r\n"), Failure.NOT_FOUND);
    }

    @Test
    void tlsOnThePlainPortIsRefusedToo() throws IOException {
        RawClient client = edge.client().send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3, '\r', '\n'});

        assertThat(client.read().status()).isEqualTo(400);
        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST http://a/v1/logs/nginx HTTP/1.1\r\nHost: b\r\n",
                "POST /v1/logs/nginx?x=y HTTP/1.1\r\nHost: a\r\n",
                "POST /v1/logs/nginx HTTP/1.0\r\n",
                "\r\nPOST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\n",
                "POST /v1/logs/nginx HTTP/1.1\r\nhOST: a\r\nX:\r\n",
                "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nX: folded\r\n once\r\n"
            })
    void whatTheStandardAllowsIsServed(String start) throws IOException {
        RawClient.Answer answer = edge.exchange(start + JSON + "\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zz\\r\\n{}\\r\\n0\\r\\n\\r\\n          | hexadecimal",
                "-2\\r\\n{}\\r\\n0\\r\\n\\r\\n          | hexadecimal",
                "\\r\\n{}\\r\\n0\\r\\n\\r\\n            | hexadecimal",
                "FFFFFFFFFF\\r\\n{}                     | far too large",
                "2\\r\\n{}xx0\\r\\n\\r\\n               | longer than its size",
                "2\\n{}\\r\\n0\\r\\n\\r\\n              | extension",
                "2;a=\\nb\\r\\n{}\\r\\n0\\r\\n\\r\\n     | extension",
                "2\\r\\n{}\\r\\n0\\r\\nno colon\\r\\n\\r\\n | chunks",
            })
    void chunksThatAreNoneAreMalformed(String body, String words) throws IOException {
        RawClient client = edge.client().send(head("nginx", JSON, "Transfer-Encoding: chunked"));

        client.send(body.replace("\\r", "\r").replace("\\n", "\n"));

        assertLastAnswer(client, Failure.MALFORMED, words);
        assertThat(edge.batches).isEmpty();
    }

    @Test
    void chunksThatAreNoneAreAnsweredBehindTheRequestsBeforeThem() throws IOException {
        String broken = head("nginx", JSON, "Transfer-Encoding: chunked") + "zz\r\n";
        RawClient client = edge.client();

        client.send(post("nginx", "{\"a\":1}") + post("nginx", "{\"a\":2}") + broken + post("nginx", "{\"a\":3}"));

        assertThat(client.read().status()).isEqualTo(202);
        assertThat(client.read().status()).isEqualTo(202);
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("chunk");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(edge.requests()).hasSize(2);
    }

    @Test
    void aBodyCutShortIsMalformedAndItsSenderHearsIt() throws IOException {
        RawClient client = edge.client().send(head("nginx", JSON, "Content-Length: 100") + "{\"a\":");

        client.endOutput();

        assertLastAnswer(client, Failure.MALFORMED, "cut short");
        assertThat(edge.batches).isEmpty();
    }

    @Test
    void aConnectionEndsThoughItsCutRequestWasAnsweredBefore() throws IOException {
        RawClient client = edge.client().send(head("nothere", JSON, "Content-Length: 100") + "{\"a\":");
        assertThat(client.read().status()).isEqualTo(404);

        client.endOutput();

        assertThat(client.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/lo", "POST /v1/logs/nginx HTTP/1.1\r\nHost: a\r\nX"})
    void aHeadCutShortIsMalformedAndItsSenderHearsIt(String part) throws IOException {
        RawClient client = edge.client().send(part).endOutput();

        assertLastAnswer(client, Failure.MALFORMED, "cut short");
    }

    @Test
    void whoEndsHisSideAfterARequestStillHearsItsAnswer() throws IOException {
        Promise<io.sluice.message.Outcomes> slow = Promise.promise();
        Edge slowEdge = Edge.start(json -> json).answering(e -> batch -> slow.future());
        RawClient client = slowEdge.client().send(post("nginx", "{}")).endOutput();
        await().until(() -> !slowEdge.batches.isEmpty());

        slowEdge.vertx.runOnContext(turn -> slow.complete(slowEdge.accepted(slowEdge.batches.get(0))));

        assertThat(client.read().status()).isEqualTo(202);
        assertThat(client.isAtEnd()).isTrue();
        await().until(() ->
                slowEdge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 0);
        slowEdge.close();
    }

    @Test
    void aClientThatGoesBetweenTwoRequestsIsNoRefusal() throws IOException {
        RawClient client = edge.client();
        assertThat(client.send(post("nginx", "{}")).read().status()).isEqualTo(202);

        client.endOutput();

        assertThat(client.isAtEnd()).isTrue();
        assertThat(edge.registry.find(Metric.REJECTED_REQUESTS.text()).counters())
                .allMatch(counter -> counter.count() == 0);
    }

    @Test
    void aSenderOfALargeHeadSeesItsAnswerThoughItGoesOnSending() throws IOException {
        RawClient client = edge.client().send("GET / HTTP/1.1\r\n");

        client.send("X: " + "x".repeat(2 << 20));

        assertLastAnswer(client, Failure.HEADERS_TOO_LARGE, "16384");
        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.HEADERS.key()))
                .isOne();
    }

    @Test
    void aTrailerIsReadAndForgotten() throws IOException {
        String body = "2\r\n{}\r\n0\r\nX-Checksum: 1\r\n\r\n";

        RawClient.Answer answer = edge.exchange(head("nginx", JSON, "Transfer-Encoding: chunked") + body);

        assertThat(answer.status()).isEqualTo(202);
    }
}
