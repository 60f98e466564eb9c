package io.sluice.cluster;

import java.time.Duration;

/** When a role that failed is started again. Not thread-safe. */
final class Restarts {
    /** The longest pause is so many times the first. */
    private static final int MOST_FACTOR = 64;

    /** Failures that are so much longer apart than the longest pause aren't in a row. */
    private static final int QUIET = 2;

    private final Duration first;
    private int failures;
    private long lastNanos;

    Restarts(Duration first) {
        this.first = first;
    }

    /** The pause after a failure at a time of {@code System.nanoTime}: the first one, then doubled each time. */
    long pauseMillis(long now) {
        if (failures > 0 && now - lastNanos > first.toNanos() * MOST_FACTOR * QUIET) {
            failures = 0;
        }
        failures++;
        lastNanos = now;
        int factor = failures > Integer.numberOfTrailingZeros(MOST_FACTOR) ? MOST_FACTOR : 1 << (failures - 1);
        return first.toMillis() * factor;
    }

    /** In a row. */
    int failures() {
        return failures;
    }
}
