package io.sluice.kafka;

import java.util.function.LongSupplier;

/**
 * Whether Kafka answers, as far as this bridge knows. A probe that fails counts only when nothing else was heard of
 * Kafka since it began: a broker under load may be slow with one thing and well. Thread-safe.
 */
final class Availability {
    private final LongSupplier nanos;
    private volatile boolean here;
    private volatile long lastHeard;

    /** @param nanos a clock as System::nanoTime; Kafka counts as away until something is heard */
    Availability(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastHeard = nanos.getAsLong();
    }

    long now() {
        return nanos.getAsLong();
    }

    /** A broker answered something. */
    void heard() {
        lastHeard = nanos.getAsLong();
        here = true;
    }

    /** A probe that began at this time got no answer. */
    void missed(long begun) {
        if (lastHeard - begun <= 0) {
            here = false;
        }
    }

    boolean isAway() {
        return !here;
    }
}
