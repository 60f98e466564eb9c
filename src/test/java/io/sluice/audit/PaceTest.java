package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void soManyBytesASecondAreReadAndNotMore() {
        Pace pace = Pace.of(100_000);
        long begun = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            pace.spend(2_000);
        }

        assertThat(System.nanoTime() - begun).isGreaterThan(190_000_000L);
    }

    @Test
    void whoeverWaitsEndsWhenItIsStopped() {
        Pace pace = Pace.of(1);
        pace.stop();

        assertThatThrownBy(() -> pace.spend(1_000_000)).isInstanceOf(AuditException.class);
        assertThat(pace.rest(60_000)).isFalse();
    }
}
