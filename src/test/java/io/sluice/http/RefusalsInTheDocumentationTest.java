package io.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.config.SluiceConfig;
import io.sluice.support.Configs;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.Schemas;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The refusals in docs/errors.md are what a node answers: each request there is sent, to http and validation. */
class RefusalsInTheDocumentationTest {
    private static final Pattern REFUSAL =
            Pattern.compile("(?s)\n### ([^\n]+).*?\n```http\n(.*?)\n```\n.*?\n```http\n(.*?)\n```\n");
    private static final Pattern CUT_SHORT = Pattern.compile("\\(the first (\\d+) bytes of the gzip form of (.*)\\)");
    private static final Pattern REPEATED = Pattern.compile("\\((\\d+) lines of (.*)\\)");

    /** One of them: what is sent, and what comes back, as they stand in the document. */
    record Refusal(String title, String request, String answer) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Refusal> refusals() throws IOException {
        return REFUSAL.matcher(Files.readString(Path.of("docs/errors.md")))
                .results()
                .map((MatchResult found) -> new Refusal(found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    @Test
    void thereAreTen() throws IOException {
        assertThat(refusals()).hasSize(10);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aNodeAnswersAsItIsWritten(Refusal refusal) throws IOException {
        SluiceConfig config = Configs.config(Configs.least());
        boolean busy = refusal.answer().contains("overloaded");
        try (Edge edge = Edge.start(json -> json)) {
            Edge.await(edge.vertx.deployVerticle(new ValidationVerticle(
                    config.validation(),
                    Schemas.compile(Configs.streams()),
                    new Telemetry(new SimpleMeterRegistry()))));
            if (busy) {
                fill(edge.admission);
            }

            RawClient.Answer answer =
                    edge.client().send(bytes(refusal.request())).read();

            assertThat(written(answer, refusal.answer())).isEqualTo(refusal.answer());
        }
    }

    private static void fill(Admission admission) {
        for (int request = 0; request < HttpConfigs.with(json -> json).maxRequests(); request++) {
            admission.enter();
        }
    }

    /** The answer in the form of the document: with those of its headers that the document shows. */
    private static String written(RawClient.Answer answer, String shown) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(answer.status()));
        for (String line : shown.split("\n\n", 2)[0].lines().skip(1).toList()) {
            String name = line.split(":", 2)[0];
            String value = answer.headers().get(name.toLowerCase(Locale.ROOT));
            text.append('\n').append(name).append(": ").append(name.equals("Retry-After") ? later(value) : value);
        }
        return text.append("\n\n")
                .append(new JsonObject(answer.body()).encodePrettily().replace("\r", ""))
                .toString();
    }

    /** Two to four seconds: the document shows the least. */
    private static String later(String seconds) {
        assertThat(seconds).matches("[2-4]");
        return "2";
    }

    private static byte[] bytes(String request) {
        String[] parts = request.split("\n\n", 2);
        byte[] body = body(parts[1]);
        String head = parts[0].replace("\n", "\r\n") + "\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] bytes = Arrays.copyOf(head.getBytes(UTF_8), head.getBytes(UTF_8).length + body.length);
        System.arraycopy(body, 0, bytes, bytes.length - body.length, body.length);
        return bytes;
    }

    /** What can't be written down is told in brackets. */
    private static byte[] body(String text) {
        Matcher cut = CUT_SHORT.matcher(text);
        if (cut.matches()) {
            return Arrays.copyOf(InflationTest.gzip(cut.group(2).getBytes(UTF_8)), Integer.parseInt(cut.group(1)));
        }
        Matcher repeated = REPEATED.matcher(text);
        return repeated.matches()
                ? (repeated.group(2) + "\n")
                        .repeat(Integer.parseInt(repeated.group(1)))
                        .getBytes(UTF_8)
                : text.getBytes(UTF_8);
    }
}
