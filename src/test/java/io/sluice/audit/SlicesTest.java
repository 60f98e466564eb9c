package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Which days are compared, and how much of one at once. */
class SlicesTest {
    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant END = Instant.parse("2026-11-21T00:00:00Z");

    @Test
    void aDayWithFewEventsIsOneSliceAndALargeOneIsManyOfAQuarterOfAnHour() {
        assertThat(Slices.end(BEGIN, END, 0)).isEqualTo(END);
        assertThat(Slices.end(BEGIN, END, 100_000)).isEqualTo(END);
        assertThat(Slices.end(BEGIN, END, 1_000_000)).isEqualTo(Instant.parse("2026-11-20T02:15:00Z"));
        assertThat(Slices.end(BEGIN, END, 100_000_000)).isEqualTo(Instant.parse("2026-11-20T00:15:00Z"));
        assertThat(Slices.end(Instant.parse("2026-11-20T23:00:00Z"), END, 1_000_000))
                .isEqualTo(END);
    }

    @Test
    void yesterdayComesFirstAndThenWhatKafkaHoldsAsAWhole() {
        Instant now = Instant.parse("2026-11-21T05:00:00Z");

        assertThat(DueDays.of(now, Duration.ofHours(3))).containsExactly(LocalDate.of(2026, 11, 20));
        assertThat(DueDays.of(now, Duration.ofDays(3)))
                .containsExactly(LocalDate.of(2026, 11, 20), LocalDate.of(2026, 11, 19));
        assertThat(DueDays.of(now, Duration.ofDays(9_000))).hasSize(DueDays.MOST_DAYS);
    }

    @Test
    void aDayIsOverTenMinutesAfterItsEnd() {
        assertThat(DueDays.of(Instant.parse("2026-11-21T00:09:00Z"), Duration.ofHours(1)))
                .containsExactly(LocalDate.of(2026, 11, 19));
    }
}
