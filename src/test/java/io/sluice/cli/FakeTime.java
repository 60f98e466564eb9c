package io.sluice.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes only by waiting. */
final class FakeTime implements Pause, LongSupplier {
    private final List<Duration> waits = new ArrayList<>();
    private final StopSignal stop;
    private long nanos;

    FakeTime(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public synchronized boolean await(Duration time) {
        waits.add(time);
        nanos += time.toNanos();
        return stop.isRaised();
    }

    @Override
    public synchronized long getAsLong() {
        return nanos;
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}
