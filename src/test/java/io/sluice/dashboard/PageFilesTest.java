package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page as files on the management port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/webroot/dashboard");

    private final BridgeFixture site = new BridgeFixture(BridgeFixture.onLoopback(), 10);
    private final WebClient client = WebClient.create(site.vertx);

    @AfterAll
    void close() {
        site.close();
    }

    private HttpResponse<Buffer> ask(HttpMethod method, String path, String... header) {
        var request = client.request(method, site.port(), "127.0.0.1", path);
        if (header.length > 0) {
            request.putHeader(header[0], header[1]);
        }
        return request.send().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/dashboard/main.js, text/javascript; charset=utf-8",
        "/dashboard/page.css, text/css; charset=utf-8",
        "/dashboard/chart.umd.js, text/javascript; charset=utf-8"
    })
    void eachIsServedUnderAPolicyThatLetsNothingInFromElsewhereAndNothingInline(String path, String type) {
        HttpResponse<Buffer> answer = ask(HttpMethod.GET, path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.getHeader("content-type")).isEqualTo(type);
        assertThat(answer.getHeader("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
                .doesNotContain("unsafe");
        assertThat(answer.getHeader("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.body().length()).isPositive();
    }

    @Test
    void aBrowserThatHasItGetsNoneOfItAgain() {
        HttpResponse<Buffer> first = ask(HttpMethod.GET, "/");

        HttpResponse<Buffer> again = ask(HttpMethod.GET, "/", "if-none-match", first.getHeader("etag"));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isNull();
        assertThat(ask(HttpMethod.GET, "/", "if-none-match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void itIsSentPackedToWhoTakesThatAndHeadHasTheSameHeaders() {
        HttpResponse<Buffer> packed = ask(HttpMethod.GET, "/dashboard/chart.umd.js", "accept-encoding", "gzip, br");

        assertThat(packed.getHeader("content-encoding")).isEqualTo("gzip");
        assertThat(packed.body().length()).isLessThan(100_000);
        HttpResponse<Buffer> head = ask(HttpMethod.HEAD, "/dashboard/chart.umd.js");
        assertThat(head.getHeader("etag")).isEqualTo(packed.getHeader("etag"));
        assertThat(Integer.parseInt(head.getHeader("content-length"))).isGreaterThan(100_000);
        assertThat(head.body()).isNull();
    }

    @Test
    void whatStandsInTheFolderIsServedAndNothingElse() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.forEach(file -> there.add(file.getFileName().toString()));
        }

        assertThat(new TreeSet<>(PageFiles.NAMES)).isEqualTo(there);
        assertThat(ask(HttpMethod.GET, "/dashboard/other.js").statusCode()).isEqualTo(404);
        assertThat(ask(HttpMethod.GET, "/dashboard/..%2f..%2fmod.json").statusCode())
                .isEqualTo(404);
    }

    static List<String> scripts() {
        return PageFiles.NAMES.stream().filter(name -> name.endsWith(".js")).toList();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noScriptMakesMarkupOfText(String name) throws IOException {
        String script = Files.readString(FOLDER.resolve(name));

        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        assertThat(Pattern.compile("https?://").matcher(script).find()).isFalse();
    }
}
