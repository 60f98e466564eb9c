package io.sluice.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which days of a stream can be compared: those that are over and that Kafka still holds, yesterday first. Pure. */
final class DueDays {
    /** Brokers' clocks differ: a day is over for all of them a while after its end. */
    private static final Duration OVER = Duration.ofMinutes(10);
    /** Whoever keeps records for years in Kafka doesn't want all of them to be read again. */
    static final int MOST_DAYS = 31;

    private DueDays() {}

    /** {@code replay} is how long Kafka keeps what is stored. Yesterday is tried even where part of it may be gone. */
    static List<LocalDate> of(Instant now, Duration replay) {
        LocalDate yesterday =
                now.minus(OVER).atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
        Instant held = now.minus(replay);
        List<LocalDate> days = new ArrayList<>();
        days.add(yesterday);
        for (LocalDate day = yesterday.minusDays(1);
                days.size() < MOST_DAYS && !Audit.startOf(day).isBefore(held);
                day = day.minusDays(1)) {
            days.add(day);
        }
        return days;
    }
}
