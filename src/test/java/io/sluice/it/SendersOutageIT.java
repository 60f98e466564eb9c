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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The senders of examples/ are started while there is no node; then there is one that answers 503, since Kafka is away;
 * then Kafka is there. All that they sent is in PostgreSQL, once: neither a node that isn't there nor not_written leaves
 * anything open. Senders that aren't installed are left out; {@link SendersIT} says so.
 */
class SendersOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path EVENTS = Path.of("examples/events.ndjson");

    @TempDir
    private Path folder;

    private final int http = Ports.free();
    private final Map<NodeProcess, String> senders = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private TestServers servers;
    private Table table;
    private Examples examples;

    @BeforeEach
    void start() throws Exception {
        servers = TestServers.stopped();
        servers.startPostgres();
        table = new Table(servers);
        examples = new Examples(folder, http);
    }

    @AfterEach
    void stop() throws Exception {
        for (NodeProcess sender : senders.keySet()) {
            sender.close();
        }
        servers.close();
    }

    @Test
    void everySenderDeliversAllOfItAfterAnOutage() throws Exception {
        startSyslogNgTwice();
        startCurl();
        startPython();
        startJavaScript();
        startPino();
        runLog4j();

        eachSays(notThere -> notThere);
        try (TestNode node = TestNode.start(Examples.settings(servers, http, Ports.free()))) {
            startSend();
            eachSays(notThere -> "503");
            servers.startKafka();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(table.number("select count(*) from logs.applog"))
                            .isEqualTo(messages.size()));
            assertThat(table.column("select payload ->> 'message' from logs.applog").stream()
                            .sorted())
                    .containsExactlyElementsOf(messages.stream().sorted().toList());
            assertThat(node.gateway().metrics()).doesNotContain("outcome_unknown");
        }
    }

    private void startCurl() throws IOException {
        senders.put(examples.start(Examples.CURL), "Failed to connect");
        messages.addAll(List.of("one", "two", "three"));
        messages.addAll(messagesOf(EVENTS));
        messages.addAll(messagesOf(EVENTS));
    }

    private void startPython() throws IOException {
        if (Examples.isInstalled("python3")) {
            senders.put(examples.start(Examples.PYTHON), "Connection refused");
            messages.addAll(orders(1000));
        }
    }

    private void startJavaScript() throws IOException {
        if (Examples.isInstalled("node")) {
            senders.put(examples.start(Examples.JAVASCRIPT), "ECONNREFUSED");
            messages.addAll(messagesOf(EVENTS));
        }
    }

    /** The application lives through the outage: at its end pino would give the transport 10 seconds. */
    private void startPino() throws IOException {
        if (Examples.isPinoInstalled()) {
            senders.put(examples.start(Examples.PINO, " 300", " 2000"), "ECONNREFUSED");
            messages.addAll(orders(2000));
        }
    }

    /** What it has read it has on disk: a kill in the meantime changes nothing. */
    private void startSyslogNgTwice() throws Exception {
        if (!Examples.isInstalled("syslog-ng")) {
            return;
        }
        List<String> lines =
                IntStream.range(0, 700).mapToObj(line -> "line " + line).toList();
        Files.write(examples.data("app.log"), lines);
        messages.addAll(lines);
        try (NodeProcess killed = examples.start(Examples.SYSLOG_NG)) {
            await().atMost(PATIENCE).until(() -> killed.output().contains("error sending HTTP request"));
            killed.kill();
        }
        senders.put(examples.start(Examples.SYSLOG_NG), "error sending HTTP request");
    }

    /** It doesn't try again: all of it goes to its file. */
    private void runLog4j() throws Exception {
        try (NodeProcess shop = examples.start(Examples.LOG4J)) {
            assertThat(shop.exit()).as(shop.output()).isZero();
        }
        messages.addAll(orders(100));
        messages.add("the last order failed");
    }

    private void startSend() throws IOException {
        senders.put(examples.start(Examples.SEND), "");
    }

    private void eachSays(UnaryOperator<String> ofNotThere) {
        senders.forEach((sender, notThere) -> await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sender.output()).contains(ofNotThere.apply(notThere))));
    }

    private static List<String> messagesOf(Path events) throws IOException {
        return Files.readAllLines(events).stream()
                .map(line -> new JsonObject(line).getString("message"))
                .toList();
    }

    private static List<String> orders(int number) {
        return Stream.iterate(0, order -> order + 1)
                .limit(number)
                .map(order -> "order " + order + " is paid")
                .toList();
    }
}
