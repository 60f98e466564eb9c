package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCommandIT {
    @TempDir
    Path folder;

    @Test
    void aSignalWhileTheServersStartLeavesNoPostgresBehind() throws Exception {
        Path postgres = folder.resolve("postgres");
        Process dev = dev("--data", folder.toString());
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> LeftoverPostmaster.running(postgres).isPresent());

            dev.destroy();

            assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(dev.exitValue()).isEqualTo(143);
            assertThat(folder.resolve("dev.json")).doesNotExist();
            assertThat(LeftoverPostmaster.running(postgres)).isEmpty();
        } finally {
            dev.destroyForcibly().waitFor();
            LeftoverPostmaster.end(postgres);
        }
    }

    private Process dev(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sluice.cli.Main",
                "dev"));
        for (String port : List.of("http", "management", "kafka", "postgres")) {
            command.addAll(List.of("--" + port + "-port", "0"));
        }
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "dev", ".log");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
