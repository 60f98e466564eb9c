package io.sluice.cli.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes only by waiting. */
public final class FakeTime implements Pause, LongSupplier {
    private final List<Duration> waits = new ArrayList<>();
    private final StopSignal stop;
    private long nanos;

    public FakeTime(StopSignal stop) {
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

    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }
}
