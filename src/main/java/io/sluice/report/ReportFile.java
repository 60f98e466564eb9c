package io.sluice.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One report, as its file conf/reports/NAME.sql describes it; {@link ReportHead} reads it.
 *
 * @param name        the file's name without ending
 * @param description for people; may be empty
 * @param stream      whose days it is about
 * @param at          the time of day, in its zone, after which the day before is due; null: only on demand
 * @param zone        in which its days are days
 * @param sql         the query; $1 and $2 are the day's bounds
 * @param sqlLine     the line of the file on which {@code sql} begins
 */
public record ReportFile(
        String name,
        String title,
        String description,
        String stream,
        @Nullable LocalTime at,
        ZoneId zone,
        Chart chart,
        String sql,
        int sqlLine) {
    /** Whether the day is to be made by now. */
    boolean isDue(Day day, Instant now, Duration grace) {
        LocalTime time = at;
        return time != null
                && !now.isBefore(day.until().plus(grace))
                && !now.isBefore(
                        day.date().plusDays(1).atTime(time).atZone(zone).toInstant());
    }

    /** The days that are over, the last one first, as far back as {@code catchUp}. */
    List<Day> daysBefore(Instant now, Duration catchUp) {
        Day yesterday = Day.of(now, zone).minus(1);
        return java.util.stream.Stream.iterate(
                        yesterday, day -> !day.until().isBefore(now.minus(catchUp)), day -> day.minus(1))
                .toList();
    }

    /** {@code daily 00:30}, or {@code none}. */
    String schedule() {
        return at == null ? "none" : "daily " + at;
    }

    @Override
    public String toString() {
        return "ReportFile[" + name + ", " + stream + ']';
    }
}
