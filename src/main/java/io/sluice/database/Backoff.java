package io.sluice.database;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between attempts: doubled after each failure up to a limit, with jitter so that nodes don't come back as one. */
final class Backoff {
    /** The first pause is doubled at most so often as to be ten times as long. */
    private static final int MOST_TIMES = 10;

    private final Duration first;
    private final DoubleSupplier random;
    private int failures;

    /** {@code random} gives 0 to 1. */
    Backoff(Duration first, DoubleSupplier random) {
        this.first = first;
        this.random = random;
    }

    /** The pause after one more failure, in milliseconds, at least 1: between half of the full pause and all of it. */
    long next() {
        long times = Math.min(MOST_TIMES, 1L << Math.min(failures, 10));
        failures++;
        double full = (double) first.toMillis() * times;
        return Math.max(1, Math.round(full * (0.5 + random.getAsDouble() / 2)));
    }

    void succeeded() {
        failures = 0;
    }
}
