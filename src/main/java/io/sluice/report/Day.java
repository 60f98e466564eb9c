package io.sluice.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day of receipt in a zone: from its first moment there to the next day's. Where the clocks change it has 23 or 25 hours.
 *
 * @param date of the calendar in that zone
 */
record Day(LocalDate date, ZoneId zone) {
    Instant from() {
        return date.atStartOfDay(zone).toInstant();
    }

    /** The first moment that isn't its own. */
    Instant until() {
        return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** The day in which that moment lies there. */
    static Day of(Instant moment, ZoneId zone) {
        return new Day(moment.atZone(zone).toLocalDate(), zone);
    }

    Day minus(int days) {
        return new Day(date.minusDays(days), zone);
    }

    @Override
    public String toString() {
        return date.toString();
    }
}
