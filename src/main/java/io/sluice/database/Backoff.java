package io.sluice.database;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses between attempts: doubled after each failure up to a limit, with jitter so that nodes don't come back as one. */
final class Backoff {
    /** The longest pause is so many times the first: by then doubling it again would only delay the return. */
    private static final int LARGEST_FACTOR = 10;

    private final Duration first;
    private final DoubleSupplier random;
    private int factor = 1;

    /** {@code random} gives 0 to 1. */
    Backoff(Duration first, DoubleSupplier random) {
        this.first = first;
        this.random = random;
    }

    /** The pause after one more failure, in milliseconds, at least 1: between half of the full pause and all of it. */
    long next() {
        double full = (double) first.toMillis() * factor;
        factor = Math.min(LARGEST_FACTOR, factor * 2);
        return Math.max(1, Math.round(full * (0.5 + random.getAsDouble() / 2)));
    }

    void succeeded() {
        factor = 1;
    }
}
