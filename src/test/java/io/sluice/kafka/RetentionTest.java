package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionTest {
    @Test
    void nothing_goes_that_is_not_stored_or_is_within_the_replay_window() {
        assertThat(Retention.deletable(10, 4)).isEqualTo(4);
        assertThat(Retention.deletable(10, 40)).isEqualTo(10);
    }

    @Test
    void when_all_is_older_than_the_window_all_that_is_stored_goes() {
        assertThat(Retention.deletable(10, -1)).isEqualTo(10);
    }
}
