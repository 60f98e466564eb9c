package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static io.sluice.http.RawClient.post;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.message.Outcomes;
import io.sluice.support.CapturedLog;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingRandomAccessFileAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log says of requests to a real door. */
@NullUnmarked
class AccessLogTest {
    private static final String JSON = "Content-Type: application/json";

    private static final String PREFLIGHT = String.join(
            "\r\n",
            "OPTIONS / HTTP/1.1",
            "Host: a",
            "Origin: https://a.example",
            "Access-Control-Request-Method: POST",
            "",
            "");

    private final CapturedLog log = new CapturedLog();
    private Edge edge;

    @AfterEach
    void stop() throws IOException {
        log.close();
        if (edge != null) {
            edge.close();
        }
    }

    private void startLogging() {
        edge = Edge.start(json -> json.put("accessLog", true)
                        .put("maxConnections", 2)
                        .put("cors", new JsonObject().put("origins", new JsonArray().add("https://a.example"))))
                .answering(Edge::acceptAll);
    }

    private String onlyLine() {
        await().until(() -> !log.linesOf("access").isEmpty());
        List<String> lines = log.linesOf("access");
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void byDefaultNothingIsWritten() throws IOException {
        edge = Edge.accepting();

        edge.exchange(post("nginx", "{}"));
        edge.exchange("GARBAGE\r\n\r\n");

        assertThat(log.linesOf("access")).isEmpty();
    }

    @Test
    void anAnswerIsOneLineWithoutPayloadOrQuery() throws IOException {
        startLogging();
        String body = "{\"secret\":\"in the payload\"}";

        edge.exchange(head("nginx?token=inthequery", JSON, "User-Agent: curl/8.1", "Content-Length: " + body.length())
                + body);

        assertThat(onlyLine())
                .contains(" access answered agent=\"curl/8.1\", client=127.0.0.1:")
                .contains("code=-, method=POST, micros=")
                .contains("path=/v1/logs/nginx, receivedBytes=" + body.length() + ", sentBytes=")
                .endsWith("status=202")
                .doesNotContain("sentBytes=0");
        assertThat(log.text()).doesNotContain("payload", "inthequery");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /v1/logs/nothere, unknown_stream, 404",
        "GET /nothing, not_found, 404",
        "PUT /v1/logs/nginx, method_not_allowed, 405",
        "POST /v1/logs/nginx, unsupported_media_type, 415",
        "GET /v1/receipts/none, invalid_receipt, 404"
    })
    void aRefusalIsWrittenWithItsCode(String line, String code, int status) throws IOException {
        startLogging();

        edge.exchange(line + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(onlyLine())
                .contains("code=" + code + ", method=" + line.split(" ", -1)[0] + ", ")
                .contains("path=" + line.split(" ", -1)[1] + ", ")
                .endsWith("status=" + status);
    }

    @Test
    void whatIsRefusedBeforeTheDoorIsWrittenToo() throws IOException {
        startLogging();
        edge.exchange(post("nginx", "{}"));
        edge.exchange("GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n");
        edge.client();
        edge.client();

        edge.exchange(post("nginx", "{}"));
        edge.exchange(PREFLIGHT);

        await().until(() -> log.linesOf("access").size() == 4);
        assertThat(log.linesOf("access"))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("status=202"),
                        line -> assertThat(line).contains("code=invalid_header").endsWith("status=400"),
                        line -> assertThat(line).contains("code=overloaded").endsWith("status=503"),
                        line -> assertThat(line).contains("method=OPTIONS").endsWith("status=204"));
    }

    @Test
    void aClientThatWentAwayHasNoStatusAndIsForgotten() throws IOException {
        Promise<Outcomes> slow = Promise.promise();
        edge = Edge.start(json -> json.put("accessLog", true)).answering(e -> batch -> slow.future());
        RawClient client = edge.client().send(post("nginx", "{\"a\":1}"));
        await().until(() -> !edge.batches.isEmpty());

        client.reset();

        assertThat(onlyLine())
                .contains(" access not answered, the connection ended ")
                .contains("receivedBytes=7, sentBytes=0, status=-");
        edge.vertx.runOnContext(turn -> slow.fail("too late"));
        await().until(() -> edge.admission.requestsInFlight() == 0);
        assertThat(log.linesOf("access")).hasSize(1);
    }

    @Test
    void nothingThatAClientSendsForgesARecordOrCommandsATerminal() throws IOException {
        startLogging();
        String agent = "x\", status=200 \u00e9\\";

        edge.exchange(head("nginx,status=200", JSON, "User-Agent: " + agent, "Content-Length: 2") + "{}");

        assertThat(onlyLine())
                .contains("agent=\"x\\u0022, status=200 \\u00e9\\u005c\"")
                .contains("path=/v1/logs/nginx,status=200, ")
                .endsWith("status=404")
                .doesNotContain("\u00e9");
    }

    @Test
    void controlCharactersAreRefusedAndNotWritten() throws IOException {
        startLogging();

        edge.exchange(head("nginx", JSON, "User-Agent: \u001b[31m\u0007", "Content-Length: 2") + "{}");

        assertThat(onlyLine()).contains("code=invalid_header").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void longTextsAreCut() throws IOException {
        startLogging();

        edge.exchange(head("n".repeat(3_000), JSON, "User-Agent: " + "u".repeat(5_000), "Content-Length: 0"));

        assertThat(onlyLine())
                .hasSizeLessThan(600)
                .contains("/v1/logs/" + "n".repeat(191) + "…,")
                .contains("\"" + "u".repeat(100) + "…\"");
    }

    @Test
    void aPathOfTenThousandBytesIsOneShortLine() throws IOException {
        startLogging();

        edge.exchange(head("n".repeat(10_000), JSON, "Content-Length: 0"));

        assertThat(onlyLine())
                .hasSizeLessThan(300)
                .contains("code=uri_too_long")
                .endsWith("status=414");
    }

    @Test
    void aClientThatGoesBetweenTwoRequestsIsNoLine() throws IOException {
        startLogging();
        RawClient client = edge.client();
        client.send(post("nginx", "{}")).read();

        client.endOutput();

        assertThat(client.isAtEnd()).isTrue();
        assertThat(onlyLine()).endsWith("status=202");
    }

    @ParameterizedTest
    @CsvSource({"'a\r\nb', 9, a\\u000d\\u000ab", "'\u001b[2J', 9, \\u001b[2J", "'', 9, -", "abc, 2, ab…", "abc, 3, abc"
    })
    void aClientsTextIsEscapedAndCut(String text, int most, String expected) {
        assertThat(AccessLog.escaped(text, most)).isEqualTo(expected);
    }

    @Test
    void theConfigurationInTheDocumentationFitsIntoTheOperatorsFile(@TempDir Path folder) throws IOException {
        String[] blocks = Files.readString(Path.of("docs/operations.md"))
                .split("## Access log", -1)[1]
                .split("```xml\n|```\n", -1);
        String file = Files.readString(Path.of("conf/log4j2.xml"))
                .replace("</Appenders>", blocks[3].replace("data/log", folder.toString()) + "</Appenders>")
                .replace("</Loggers>", blocks[5] + "</Loggers>");

        XmlConfiguration read = new XmlConfiguration(
                new LoggerContext("document"), new ConfigurationSource(new ByteArrayInputStream(file.getBytes(UTF_8))));
        read.initialize();

        LoggerConfig logger = read.getLoggerConfig(AccessLog.LOGGER);
        assertThat(logger.isAdditive()).isFalse();
        assertThat(logger.getAppenders().get("access")).isInstanceOf(RollingRandomAccessFileAppender.class);
        logger.getAppenders().get("access").stop();
    }
}
