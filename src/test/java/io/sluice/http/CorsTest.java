package io.sluice.http;

import static io.sluice.http.PostingTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.ProblemDocument;
import io.sluice.http.RawClient.Answer;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told, by a real door. */
@NullUnmarked
class CorsTest {
    private static final String PAGE = "https://app.example.org";
    private static final String JSON = "Content-Type: application/json\r\n";

    private Edge edge;

    @AfterEach
    void stop() throws IOException {
        edge.close();
    }

    private void startWith(String... origins) {
        edge = Edge.start(json -> {
                    JsonArray list = new JsonArray();
                    for (String origin : origins) {
                        list.add(origin);
                    }
                    return json.put("cors", new JsonObject().put("origins", list))
                            .put("maxConnections", 2)
                            .put("maxBody", "1KiB");
                })
                .answering(Edge::acceptAll);
    }

    private void startForThePage() {
        startWith(PAGE, "http://localhost:3000");
    }

    private static String request(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n";
    }

    private static String post(String stream, String origin, String body) {
        return request(
                        "POST /v1/logs/" + stream,
                        "Origin: " + origin + "\r\n" + JSON + "Content-Length: " + body.length() + "\r\n")
                + body;
    }

    private static String preflight(String path, String origin) {
        return request(
                "OPTIONS " + path,
                "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: content-type,idempotency-key\r\n");
    }

    private static void assertReadable(Answer answer, String origin) {
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", origin)
                .containsEntry(
                        "access-control-expose-headers",
                        "Location, Retry-After, Idempotency-Replayed, Preference-Applied")
                .containsEntry("vary", "origin")
                .doesNotContainKey("access-control-allow-credentials");
    }

    private static void assertNotReadable(Answer answer) {
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void whileItIsOffNoAnswerSpeaksOfItAndOptionsIsAnotherMethod() throws IOException {
        startWith();
        RawClient client = edge.client();

        Answer asked = client.send(preflight("/v1/logs/nginx", PAGE)).read();
        Answer posted = client.send(post("nginx", PAGE, "{}")).read();

        assertProblem(asked, Failure.METHOD_NOT_ALLOWED);
        assertThat(asked.body()).doesNotContain("origin");
        assertThat(posted.status()).isEqualTo(202);
        assertNotReadable(asked);
        assertNotReadable(posted);
        assertThat(posted.headers()).doesNotContainKey("vary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/logs/nginx", "/v1/receipts/abc", "/v1/receipts", "/nothing/here"})
    void aBrowserThatAsksForAPageOfTheListMaySend(String path) throws IOException {
        startForThePage();

        Answer answer = edge.exchange(preflight(path, PAGE));

        assertThat(answer.status()).isEqualTo(204);
        assertReadable(answer, PAGE);
        assertThat(answer.headers())
                .containsAllEntriesOf(Map.of(
                        "access-control-allow-methods", "GET, HEAD, POST",
                        "access-control-allow-headers",
                                "Content-Type, Content-Encoding, Idempotency-Key, Prefer, traceparent",
                        "access-control-max-age", "600"))
                .doesNotContainKeys("content-length", "transfer-encoding");
    }

    @Test
    void aPageOfTheListMayPostOnTheSameConnection() throws IOException {
        startForThePage();
        RawClient client = edge.client();
        client.send(preflight("/v1/logs/nginx", "http://localhost:3000")).read();

        Answer answer =
                client.send(post("nginx", "http://localhost:3000", "{\"a\":1}")).read();

        assertThat(answer.status()).isEqualTo(202);
        assertReadable(answer, "http://localhost:3000");
        assertThat(edge.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://app.example.org.evil.example",
                "https://evil-app.example.org",
                "https://sub.app.example.org",
                "https://app.example.or",
                "https://app.example.org/",
                "https://app.example.org/path",
                "https://app.example.org:443",
                "https://app.example.org:8443",
                "http://app.example.org",
                "HTTPS://APP.EXAMPLE.ORG",
                "*",
                "https://app.example.org, https://evil.example"
            })
    void aPageOfAnotherOriginIsToldWhyAndWhereToChangeIt(String origin) throws IOException {
        startForThePage();
        RawClient client = edge.client();

        Answer asked = client.send(preflight("/v1/logs/nginx", origin)).read();
        Answer posted = client.send(post("nginx", origin, "{}")).read();

        assertProblem(asked, Failure.METHOD_NOT_ALLOWED);
        assertThat(asked.body()).contains("http.cors.origins").doesNotContain("evil");
        assertThat(asked.headers()).containsEntry("vary", "origin");
        assertNotReadable(asked);
        assertThat(posted.status()).isEqualTo(202);
        assertNotReadable(posted);
    }

    @Test
    void aSenderThatIsNoBrowserNoticesNothing() throws IOException {
        startForThePage();

        Answer answer = edge.exchange(RawClient.post("nginx", "{}"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("vary", "origin");
        assertNotReadable(answer);
    }

    @Test
    void optionsThatNoBrowserAsksBeforehandIsAnotherMethodStill() throws IOException {
        startForThePage();

        Answer answer = edge.exchange(request("OPTIONS /v1/logs/nginx", "Origin: " + PAGE + "\r\n"));

        assertProblem(answer, Failure.METHOD_NOT_ALLOWED);
        assertThat(answer.headers()).containsEntry("allow", "POST");
        assertReadable(answer, PAGE);
    }

    @Test
    void aPageCanReadEveryRefusal() throws IOException {
        startForThePage();
        String big = "x".repeat(2_000);

        assertRefusal(post("nothere", PAGE, "{}"), 404);
        assertRefusal(post("nginx", PAGE, ""), 400);
        assertRefusal(post("nginx", PAGE, big), 413);
        assertRefusal(post("nginx", PAGE, "{}").replace("application/json", "text/plain"), 415);
        assertRefusal(request("GET /v1/receipts/none", "Origin: " + PAGE + "\r\n"), 404);
        assertRefusal(request("PUT /v1/logs/nginx", "Origin: " + PAGE + "\r\n"), 405);
        assertRefusal(request("GET /nothing", "Origin: " + PAGE + "\r\n"), 404);
        assertRefusal("GET /%zz HTTP/1.1\r\nHost: a\r\nOrigin: " + PAGE + "\r\n\r\n", 400);
        assertRefusal("GET / HTTP/1.1\r\nOrigin: " + PAGE + "\r\n\r\n", 400);
        assertRefusal("GET / HTTP/1.1\r\nHost: a\r\nOrigin: " + PAGE + "\r\nbad header\r\n\r\n", 400);
    }

    private void assertRefusal(String request, int status) throws IOException {
        try (RawClient client = new RawClient(edge.verticle.port())) {
            Answer answer = client.send(request).read();

            assertThat(answer.status()).as(request).isEqualTo(status);
            assertThat(answer.headers()).containsEntry("content-type", ProblemDocument.MEDIA_TYPE);
            assertReadable(answer, PAGE);
        }
        await().until(() -> edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 0);
    }

    @Test
    void aPageCanReadWhatIsWrongWithItsEvents() throws IOException {
        Problem bad = new Problem(
                Failure.INVALID_EVENTS, "one is bad", null, List.of(new EventFault(0, 1, "/a", "is missing", null)), 1);
        edge = Edge.start(json -> json.put("cors", new JsonObject().put("origins", new JsonArray().add(PAGE))))
                .answering(e -> batch -> Future.succeededFuture(new Outcomes(List.of(new Outcome.Refused(bad)))));

        Answer answer = edge.exchange(post("nginx", PAGE, "{}"));

        assertProblem(answer, Failure.INVALID_EVENTS);
        assertReadable(answer, PAGE);
    }

    @Test
    void aPageCanReadThatThereAreTooManyConnectionsAndWhenToComeBack() throws IOException {
        startForThePage();
        RawClient first = edge.client();
        RawClient second = edge.client();
        first.send(post("nginx", PAGE, "{}")).read();
        second.send(post("nginx", PAGE, "{}")).read();
        RawClient third = edge.client();

        Answer asked = third.send(preflight("/v1/logs/nginx", PAGE)).read();
        Answer posted = third.send(post("nginx", PAGE, "{}")).read();

        assertThat(asked.status()).isEqualTo(204);
        assertProblem(posted, Failure.OVERLOADED);
        assertReadable(posted, PAGE);
        assertThat(posted.headers()).containsKey("retry-after");
    }

    @Test
    void aPageCanReadThatTheNodeIsStopping() throws IOException {
        startForThePage();
        edge.health.stopping(true);

        Answer asked = edge.exchange(preflight("/v1/logs/nginx", PAGE));
        Answer posted = edge.exchange(post("nginx", PAGE, "{}"));

        assertThat(asked.status()).isEqualTo(204);
        assertProblem(posted, Failure.SHUTTING_DOWN);
        assertReadable(posted, PAGE);
    }
}
