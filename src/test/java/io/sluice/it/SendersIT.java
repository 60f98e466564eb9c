package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every sender of examples/ against one node: what it sends is in PostgreSQL, once, and unchanged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NOTE = "Größe 42 – 靴";

    private final int http = Ports.free();
    private TestServers servers;
    private TestNode node;
    private Table table;
    private long rowsBefore;
    private Examples examples;

    @BeforeAll
    void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(Examples.settings(servers, http, Ports.free()));
        table = new Table(servers);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        servers.close();
    }

    @BeforeEach
    void prepare(@TempDir Path folder) throws Exception {
        examples = new Examples(folder, http);
        rowsBefore = table.number("select count(*) from logs.applog");
    }

    @Test
    void curlSendsEveryFormAndGetsAReceipt() throws Exception {
        String output = run(Examples.CURL);

        assertThat(output).containsPattern("\"state\":\"(accepted|stored)\"").contains("\"accepted\":3");
        List<JsonObject> rows = newRows(9);
        assertThat(rows).extracting(row -> row.getString("message")).contains("one", "two", "three");
        assertThat(rows).containsAll(linesOf("examples/events.ndjson"));
    }

    @Test
    void pythonLogsThroughItsHandler() throws Exception {
        Examples.assumeInstalled("python3", "python3");

        String output = run(Examples.PYTHON);

        assertThat(output).contains("accepted 1000, refused 0, dropped 0, unknown 0");
        List<JsonObject> rows = newRows(1000);
        assertAreOrders(rows, 1000);
        assertThat(rows).allSatisfy(row -> assertThat(row.getString("level")).isEqualTo("INFO"));
    }

    @Test
    void javaScriptSendsTheLinesOfAFile() throws Exception {
        Examples.assumeInstalled("node", "nodejs");

        String output = run(Examples.JAVASCRIPT);

        assertThat(output).contains("accepted 3, refused 0, dropped 0, unknown 0");
        assertThat(newRows(3)).containsExactlyInAnyOrderElementsOf(linesOf("examples/events.ndjson"));
    }

    @Test
    void javaScriptLeavesOutWhatTheNodeCallsBad() throws Exception {
        Examples.assumeInstalled("node", "nodejs");
        Path mixed = examples.data("mixed.ndjson");
        Files.writeString(
                mixed,
                Files.readString(Path.of("examples/events.ndjson")) + "{\"level\":\"info\"}\n{broken\n"
                        + "{\"time\":\"2026-11-21T08:00:06Z\",\"level\":\"info\",\"message\":\"after the bad ones\"}\n");

        String output;
        try (NodeProcess lines = examples.start(Examples.JAVASCRIPT, "examples/events.ndjson", mixed.toString())) {
            lines.exit();
            output = lines.output();
        }

        assertThat(output).contains("accepted 4, refused 2, dropped 0, unknown 0");
        assertThat(newRows(4)).extracting(row -> row.getString("message")).contains("after the bad ones");
    }

    @Test
    void pinoLogsThroughItsTransport() throws Exception {
        Examples.assumePino();

        String output = run(Examples.PINO);

        assertThat(output).contains("accepted 300, refused 0, dropped 0, unknown 0");
        List<JsonObject> rows = newRows(300);
        assertAreOrders(rows, 300);
        assertThat(rows).allSatisfy(row -> assertThat(row.getString("level")).isEqualTo("info"));
    }

    @Test
    void syslogNgFollowsALogFile() throws Exception {
        Examples.assumeInstalled("syslog-ng", "syslog-ng-core and syslog-ng-mod-http");
        Path log = examples.data("app.log");
        Files.write(log, "a \"quoted\" \\ line\n\nno UTF-8: ".getBytes(StandardCharsets.UTF_8));
        append(log, new byte[] {(byte) 0xff, '\n'});
        try (NodeProcess syslogNg = examples.start(Examples.SYSLOG_NG)) {
            newRows(2);

            append(log, (NOTE + " \u001b[31mred\n").repeat(1200).getBytes(StandardCharsets.UTF_8));

            List<JsonObject> rows = newRows(1202);
            assertThat(rows)
                    .extracting(row -> row.getString("message"))
                    .contains("a \"quoted\" \\ line", "no UTF-8: \\xff")
                    .filteredOn(message -> message.equals(NOTE + " \u001b[31mred"))
                    .hasSize(1200);
            assertThat(rows).extracting(row -> row.getString("host")).doesNotContainNull();
            assertThat(syslogNg.terminate()).isZero();
        }
    }

    @Test
    void log4jSendsByItsHttpAppender() throws Exception {
        run(Examples.LOG4J);

        List<JsonObject> rows = newRows(101);
        assertThat(rows)
                .filteredOn(row -> row.containsKey("exception"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("exception"))
                        .startsWith("java.lang.IllegalStateException: card refused\n\tat Shop.main"));
        assertThat(rows)
                .extracting(row -> row.getJsonObject("context").getString("note"))
                .containsOnly(NOTE);
        assertThat(examples.data("missed.ndjson")).isEmptyFile();
    }

    private String run(String beginning) throws IOException, InterruptedException {
        try (NodeProcess program = examples.start(beginning)) {
            assertThat(program.exit()).as(program.output()).isZero();
            return program.output();
        }
    }

    /** What came since the test began, when it is exactly so many rows. */
    private List<JsonObject> newRows(int number) throws SQLException {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(table.number("select count(*) from logs.applog"))
                        .isEqualTo(rowsBefore + number));
        return table.column("select payload from logs.applog order by received_at desc limit " + number).stream()
                .map(JsonObject::new)
                .toList();
    }

    private static void assertAreOrders(List<JsonObject> rows, int number) {
        assertThat(rows)
                .extracting(row -> row.getString("message"))
                .containsExactlyInAnyOrderElementsOf(Stream.iterate(0, order -> order + 1)
                        .limit(number)
                        .map(order -> "order " + order + " is paid")
                        .toList());
        assertThat(rows).extracting(row -> row.getString("note")).containsOnly(NOTE);
        assertThat(rows).extracting(row -> row.getString("logger")).containsOnly("shop.orders");
        assertThat(rows).extracting(row -> row.getString("host")).doesNotContainNull();
    }

    private static List<JsonObject> linesOf(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().map(JsonObject::new).toList();
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }
}
