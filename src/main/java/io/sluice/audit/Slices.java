package io.sluice.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * How much time is compared at once. Each slice is a snapshot of its own: one over a whole day, read slowly, would keep
 * PostgreSQL from clearing away what storing leaves behind. Whole quarters of an hour, since that is what was counted. Pure.
 */
final class Slices {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final long QUARTERS_OF_A_DAY = Duration.ofDays(1).dividedBy(QUARTER);
    /** A slice should have about so many events; where a quarter of an hour has more, it is one all the same. */
    private static final long EVENTS = 100_000;

    private Slices() {}

    /**
     * Where the slice ends that begins there.
     *
     * @param dayEnd      no slice goes beyond it
     * @param eventsOfDay as many as were counted
     */
    static Instant end(Instant begin, Instant dayEnd, long eventsOfDay) {
        long quarters = Math.max(1, QUARTERS_OF_A_DAY * EVENTS / Math.max(EVENTS, eventsOfDay));
        Instant end = begin.plus(QUARTER.multipliedBy(quarters));
        return end.isBefore(dayEnd) ? end : dayEnd;
    }
}
