package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Nodes, servers, disks and connections fail under load, and nothing is lost and nothing comes twice. In every build each kind
 * of fault once; {@code make fault} goes on for longer.
 */
class FaultIT {
    @Test
    void nothingIsLostAndNothingComesTwiceWhateverFails() throws Exception {
        long seed = Long.getLong("fault.seed");
        Duration atLeast = Duration.ofMinutes(Long.getLong("fault.minutes"));

        try (FaultRun run = new FaultRun(seed, Path.of("target", "fault"))) {
            assertThat(run.run(atLeast))
                    .as("what doesn't hold, with seed %d", seed)
                    .isEmpty();
        }
    }
}
