package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.support.Gateway;
import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.Table;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of nginx Plus' status records through the command {@code send} of the packaged jar. */
class SendNginxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long FIRST = 1_446_249_499_322L;
    private static final int RECORDS = 500;
    private static final Path KCAT = Path.of("/usr/bin/kcat");

    @TempDir
    private Path folder;

    private final int http = Ports.free();
    private TestServers servers;
    private TestNode node;
    private Table table;
    private List<String> records;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers.settings(http, Ports.free()));
        table = new Table(servers);
        records = LongStream.range(0, RECORDS).mapToObj(SendNginxIT::record).toList();
        file = Files.write(folder.resolve("nginxplus.ndjson"), records);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        servers.close();
    }

    @Test
    void everyRecordIsARowWithItsOwnTimeAndSentTwiceItIsTwoRows() throws Exception {
        String first = send();
        String second = send();

        assertThat(first).contains("accepted 500 events");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(table.number("select count(*) from logs.nginx"))
                        .isEqualTo(2 * RECORDS));
        assertThat(table.column("select distinct payload from logs.nginx").stream()
                        .map(JsonObject::new))
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(JsonObject::new).toList());
        assertThat(table.number("select count(*) from logs.nginx where event_time ="
                        + " timestamptz 'epoch' + (payload ->> 'timestamp')::bigint * interval '1 ms'"))
                .isEqualTo(2 * RECORDS);
        assertThat(lastReceipt(second).getString("state")).isEqualTo("stored");
    }

    @Test
    void kcatReadsTheSameLines() throws Exception {
        assumeTrue(Files.isExecutable(KCAT), "kcat is a Debian package; .ci/run installs it");
        send();

        List<String> lines = kcat();

        assertThat(lines).containsExactlyInAnyOrderElementsOf(records);
    }

    private String send() throws IOException, InterruptedException {
        try (NodeProcess send = NodeProcess.start(
                "sluice.jar",
                List.of(),
                List.of("send", "--url=http://127.0.0.1:" + http, "--batch=50", "nginx", file.toString()))) {
            assertThat(send.exit()).as(send.output()).isZero();
            return send.output();
        }
    }

    private JsonObject lastReceipt(String output) throws IOException, InterruptedException {
        Matcher receipt = Pattern.compile("last receipt (\\S+)").matcher(output);
        assertThat(receipt.find()).isTrue();
        Gateway.Answer answer = node.gateway().receipt(receipt.group(1));
        return answer.body();
    }

    private List<String> kcat() throws IOException, InterruptedException {
        Path output = folder.resolve("topic");
        Process kcat = new ProcessBuilder(KCAT.toString(), "-b", servers.kafka(), "-C", "-e", "-q", "-t", "logs.nginx")
                .redirectOutput(output.toFile())
                .redirectError(new File("/dev/null"))
                .start();
        assertThat(kcat.waitFor()).isZero();
        return new ArrayList<>(Files.readAllLines(output));
    }

    private static String record(long number) {
        return "{\"version\":6,\"nginx_version\":\"1.9.4\",\"address\":\"206.251.255.64\",\"generation\":11,"
                + "\"timestamp\":" + (FIRST + 5_000 * number) + ",\"pid\":64857,\"connections\":{\"accepted\":"
                + (8_995_031 + number) + ",\"dropped\":0},\"requests\":{\"total\":" + (18_853_899 + number)
                + ",\"current\":2},\"server_zones\":{\"hg.nginx.org\":{\"responses\":{\"2xx\":179026}}}}";
    }
}
