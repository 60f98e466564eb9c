package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make ha}, with less load, on the packaged jars. */
class HaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    Path folder;

    @Test
    void itShowsWhatMovedAndThatNothingIsMissing() throws Exception {
        ProcessBuilder ha = new ProcessBuilder("bin/ha");
        ha.environment().put("HA_SECONDS", "2");
        ha.environment().put("TMPDIR", folder.toString());
        try (NodeProcess process = NodeProcess.start(ha)) {
            await().atMost(PATIENCE).until(() -> !process.isAlive());

            assertThat(process.exit()).as(process.output()).isZero();
            assertThat(process.output())
                    .containsPattern("failover of http from \\S+ in \\d+ ms \\(to the spare\\)")
                    .containsPattern("failover of validation from \\S+ in \\d+ ms")
                    .contains("Every role is covered.", "\neven\n", "events were answered 202");
        }
    }
}
