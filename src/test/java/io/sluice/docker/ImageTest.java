package io.sluice.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.config.Module;
import io.sluice.support.NodeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image and its scripts, without an engine. */
class ImageTest {
    private static final String CONTAINER_MEMORY = "memory.max";

    @TempDir
    Path folder;

    /** Stands where bin/sluice would, and tells with what it was started. */
    @BeforeEach
    void layOut() throws IOException {
        Files.copy(
                DockerFiles.FOLDER.resolve("entrypoint"),
                folder.resolve("entrypoint"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path sluice = Files.writeString(
                folder.resolve("sluice"),
                "#!/bin/sh\necho \"$$ ${SLUICE_HEAP:-none} ${SLUICE_DIRECT:-none} $SLUICE_JAVA_OPTS$*\"\n");
        assertThat(sluice.toFile().setExecutable(true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "memory.max, 536870912, 256m 128m",
        "memory.max, 805306368, 384m 192m",
        "memory.max, max, none none",
        "memory/memory.limit_in_bytes, 1073741824, 512m 256m",
        "memory/memory.limit_in_bytes, 9223372036854771712, none none",
        "nothing, 1073741824, none none"
    })
    void heapAndBuffersAreSharesOfTheContainersMemory(String file, String limit, String shares) throws Exception {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), limit + "\n");

        Ended started = entrypoint(Map.of());

        assertThat(started.output()).isEqualTo(started.pid() + " " + shares + " -XX:+UseG1GC run -conf x\n");
    }

    @Test
    void whatAnOperatorHasSetWins() throws Exception {
        Files.writeString(folder.resolve(CONTAINER_MEMORY), "536870912\n");

        Ended started = entrypoint(Map.of("SLUICE_HEAP", "100m", "SLUICE_JAVA_OPTS", "-XX:+UseSerialGC "));

        assertThat(started.output()).isEqualTo(started.pid() + " 100m 128m -XX:+UseSerialGC run -conf x\n");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void theProbeTellsWhatTheNodeAnswered(int status, int exitCode) throws Exception {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write("{\"status\":\"so\"}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        node.start();

        Ended probe = probe(node.getAddress().getPort());
        node.stop(0);
        Ended gone = probe(node.getAddress().getPort());

        assertThat(probe.exitCode()).isEqualTo(exitCode);
        assertThat(gone).extracting(Ended::exitCode, Ended::output).containsExactly(1, "nobody listens\n");
    }

    @Test
    void theImageIsOfThisVersionAndItsBasesArePinned() throws IOException {
        String file = Files.readString(DockerFiles.FOLDER.resolve("Dockerfile"));

        assertThat(file)
                .contains("image.version=\"" + Module.ofThisJar().version() + "\"")
                .contains("USER 10001:10001");
        assertThat(Pattern.compile("(?m)^ARG \\w+=(.*)$")
                        .matcher(file)
                        .results()
                        .map(arg -> arg.group(1)))
                .hasSize(2)
                .allMatch(base -> base.matches("[a-z-]+:\\d[\\w.-]*"));
        assertThat(Pattern.compile("(?m)^FROM (\\S+)").matcher(file).results().map(from -> from.group(1)))
                .containsExactly("${JDK}", "${BASE}");
    }

    private record Ended(long pid, int exitCode, String output) {}

    private Ended entrypoint(Map<String, String> environment) throws Exception {
        ProcessBuilder program = new ProcessBuilder(folder.resolve("entrypoint").toString(), "run", "-conf", "x");
        program.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        program.environment().put("SLUICE_CGROUPS", folder.toString());
        program.environment().putAll(environment);
        return ended(program);
    }

    private static Ended probe(int port) throws Exception {
        ProcessBuilder program =
                new ProcessBuilder(DockerFiles.FOLDER.resolve("probe").toString(), "ready");
        program.environment().put("SLUICE_MANAGEMENT_PORT", String.valueOf(port));
        return ended(program);
    }

    private static Ended ended(ProcessBuilder program) throws Exception {
        try (NodeProcess process = NodeProcess.start(program)) {
            int exitCode = process.exit();
            return new Ended(process.pid(), exitCode, process.output());
        }
    }
}
