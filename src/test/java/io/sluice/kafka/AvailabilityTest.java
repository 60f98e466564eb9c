package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private final AtomicLong clock = new AtomicLong(100);
    private final Availability availability = new Availability(clock::get);

    @Test
    void kafka_counts_as_away_until_it_answers() {
        assertThat(availability.isAway()).isTrue();

        availability.heard();

        assertThat(availability.isAway()).isFalse();
    }

    @Test
    void a_probe_without_an_answer_counts_when_nothing_else_was_heard_since_it_began() {
        availability.heard();
        clock.set(200);

        availability.missed(150);

        assertThat(availability.isAway()).isTrue();
    }

    @Test
    void a_probe_without_an_answer_does_not_count_when_something_else_was_heard_meanwhile() {
        clock.set(200);
        availability.heard();

        availability.missed(150);

        assertThat(availability.isAway()).isFalse();
    }
}
