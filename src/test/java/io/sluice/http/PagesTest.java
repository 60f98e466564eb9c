package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that the public port serves, as a browser asks for them. */
class PagesTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern INLINE =
            Pattern.compile("<style|<script(?![^>]* src=)| style=| on[a-z]+=|javascript:");

    private final Edge edge = Edge.accepting();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() throws IOException {
        edge.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.verticle.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String text(String path) throws IOException, InterruptedException {
        return new String(get(path).body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void theTypeOfEveryProblemLeadsToItsRow() throws Exception {
        String page = text("/errors");

        assertThat(page).startsWith("<!doctype html>").doesNotContain("{{");
        assertThat(Arrays.stream(Failure.values()).map(Failure::code))
                .allMatch(code -> page.contains(
                        "<td data-column=\"Code\"><a id=\"" + code + "\"></a><code>" + code + "</code></td>"));
        assertThat(page).contains("<td data-column=\"What to do\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/errors", "/api"})
    void noLinkOfAPageIsDead(String path) throws Exception {
        String page = text(path);

        List<String> links =
                LINK.matcher(page).results().map(link -> link.group(1)).toList();

        assertThat(links).hasSizeGreaterThan(3);
        for (String link : links) {
            if (link.startsWith("#")) {
                assertThat(page).contains("id=\"" + link.substring(1) + "\"");
            } else if (link.startsWith("/")) {
                assertThat(get(link).statusCode()).as(link).isEqualTo(200);
            } else {
                assertThat(link).isEqualTo("data:,");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/errors", "/api"})
    void aPageRunsNothingThatAStrictPolicyForbids(String path) throws Exception {
        HttpResponse<byte[]> page = get(path);

        assertThat(new String(page.body(), StandardCharsets.UTF_8)).doesNotContainPattern(INLINE);
        assertThat(header(page, "content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe");
        assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void aDocumentOfTheProjectThatIsNotServedIsNamedAndNotLinked() {
        String html = MarkdownPage.html("## A `b` c\nSee [the *bus*](bus.md#x) and [this](#a-b-c).\n");

        assertThat(html).isEqualTo("""
                        <h2 id="a-b-c">A <code>b</code> c</h2>
                        <p>See the <em>bus</em> (docs/bus.md) and <a href="#a-b-c">this</a>.</p>
                        """);
    }

    @Test
    void whoHasADocumentIsToldSo() throws Exception {
        String tag = header(get("/errors"), "etag");

        HttpResponse<byte[]> again = get("/errors", "If-None-Match", "\"other\", " + tag);
        HttpResponse<byte[]> another = get("/errors.md", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "etag")).isEqualTo(tag);
        assertThat(another.statusCode()).isEqualTo(200);
    }

    @Test
    void whoTakesGzipGetsIt() throws Exception {
        HttpResponse<byte[]> plain = get("/pages/swagger-ui-bundle.js");

        HttpResponse<byte[]> small = get("/pages/swagger-ui-bundle.js", "Accept-Encoding", "deflate, gzip");

        assertThat(header(small, "content-encoding")).isEqualTo("gzip");
        assertThat(small.body()).hasSizeLessThan(plain.body().length / 3);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void aBrowserIsLedToThePageAndAProgramLearnsThatThereIsNothing() throws Exception {
        HttpResponse<byte[]> browser = get("/", "Accept", "text/html,application/xhtml+xml");
        HttpResponse<byte[]> program = get("/", "Accept", "application/json");

        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(header(browser, "location")).isEqualTo("/api");
        assertThat(program.statusCode()).isEqualTo(404);
        assertThat(header(program, "content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void whereOriginsAreListedACacheLearnsThatAnAnswerDependsOnBoth() throws Exception {
        JsonObject cors = new JsonObject().put("origins", new JsonArray().add("https://app.example"));
        try (Edge listing = Edge.start(json -> json.put("cors", cors))) {
            URI errors = URI.create("http://127.0.0.1:" + listing.verticle.port() + "/errors");

            HttpResponse<Void> page =
                    client.send(HttpRequest.newBuilder(errors).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(page.headers().allValues("vary")).containsExactlyInAnyOrder("origin", "accept-encoding");
        }
    }

    @Test
    void withoutPagesTheTableOfErrorsStaysAndNothingElseOfThem() throws Exception {
        try (Edge closed = Edge.start(json -> json.put("pages", false))) {
            Map<String, Integer> expected = Map.of(
                    "/", 404, "/api", 404, "/pages/swagger-ui.css", 404, "/errors", 200, "/pages/errors.css", 200);

            for (String path : expected.keySet()) {
                String head = "GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n";
                assertThat(closed.exchange(head).status()).as(path).isEqualTo(expected.get(path));
            }
        }
    }
}
