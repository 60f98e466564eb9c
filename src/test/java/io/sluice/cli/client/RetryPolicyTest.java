package io.sluice.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void waitsDoubleUpToFiveSecondsAndAreNeverShorterThanAskedFor() {
        RetryPolicy least = new RetryPolicy(() -> 0);
        RetryPolicy most = new RetryPolicy(() -> 1);

        assertThat(IntStream.of(1, 2, 3, 20)
                        .mapToObj(attempt -> most.wait(attempt, null).toMillis()))
                .containsExactly(200L, 400L, 800L, 5000L);
        assertThat(least.wait(1, null)).hasMillis(100);
        assertThat(least.wait(9, Duration.ofSeconds(2))).hasSeconds(2);
        assertThat(most.wait(9, Duration.ofSeconds(2))).hasMillis(2200);
    }
}
