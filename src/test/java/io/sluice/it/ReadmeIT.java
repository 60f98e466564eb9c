package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's own commands, on the packaged jar; only the ports are others, since those may be taken here. */
class ReadmeIT {
    private static final Pattern COMMAND = Pattern.compile("(?m)^```sh\n(.+?)\n```", Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private final int http = Ports.free();

    @Test
    void theCurlLineStoresAnEventThatTheNextLineShows() throws Exception {
        String curl = command("curl ").replace("127.0.0.1:8080", "127.0.0.1:" + http);
        String sql = command("java -jar target/sluice-dev.jar sql").replaceFirst(" sql ", " sql --url " + "READER ");
        try (NodeProcess dev = dev()) {
            await().atMost(PATIENCE).until(() -> dev.output().contains("Sluice is ready"));
            assertThat(dev.output()).contains("curl -i http://127.0.0.1:" + http, "postgresql://", "kafka ");

            String answer = shell(curl);

            assertThat(answer).contains("202 Accepted", "\"accepted\":1", "\"receipt\":");
            String shown = sql.replace("READER", reader());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(shell(shown)).contains("u-1", "track.streamed"));
            assertThat(shell("java -jar target/sluice.jar smoke http://127.0.0.1:" + http))
                    .contains("stored");
            assertThat(dev.terminate()).isEqualTo(143);
        }
    }

    private NodeProcess dev() throws IOException {
        return NodeProcess.start(
                "sluice-dev.jar",
                List.of(),
                List.of(
                        "dev",
                        "--data=" + data,
                        "--http-port=" + http,
                        "--management-port=0",
                        "--kafka-port=0",
                        "--postgres-port=0"));
    }

    private String reader() throws IOException {
        return new io.vertx.core.json.JsonObject(Files.readString(data.resolve("dev.json"))).getString("reader");
    }

    private static String command(String beginning) throws IOException {
        return COMMAND.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```sh\n".length(), block.length() - "\n```".length()))
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static String shell(String line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
