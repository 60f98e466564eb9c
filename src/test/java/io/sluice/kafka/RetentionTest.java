package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionTest {
    @Test
    void nothingGoesThatIsNotStoredOrIsWithinTheReplayWindow() {
        assertThat(Retention.deletable(10, 4)).isEqualTo(4);
        assertThat(Retention.deletable(10, 40)).isEqualTo(10);
    }

    @Test
    void whenAllIsOlderThanTheWindowAllThatIsStoredGoes() {
        assertThat(Retention.deletable(10, -1)).isEqualTo(10);
    }
}
