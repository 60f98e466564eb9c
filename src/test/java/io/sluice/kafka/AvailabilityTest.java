package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final AtomicLong clock = new AtomicLong(100);
    private final Availability availability = new Availability(clock::get);

    @Test
    void kafkaCountsAsAwayUntilItAnswers() {
        assertThat(availability.isAway()).isTrue();

        availability.heard();

        assertThat(availability.isAway()).isFalse();
    }

    @Test
    void aProbeWithoutAnAnswerCountsWhenNothingElseWasHeardSinceItBegan() {
        availability.heard();
        clock.set(200);

        availability.missed(150);

        assertThat(availability.isAway()).isTrue();
    }

    @Test
    void aProbeWithoutAnAnswerDoesNotCountWhenSomethingElseWasHeardMeanwhile() {
        clock.set(200);
        availability.heard();

        availability.missed(150);

        assertThat(availability.isAway()).isFalse();
    }
}
