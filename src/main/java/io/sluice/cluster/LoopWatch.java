package io.sluice.cluster;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Asks each watched context to run something, again and again, from a thread of its own, since a loop that hangs can't
 * tell so itself. One that doesn't for too long has failed, and is watched no more. Thread-safe.
 */
final class LoopWatch implements AutoCloseable {
    /** So often within the time that is too long. */
    private static final int LOOKS = 10;

    private static final class Pulse {
        private final Consumer<Throwable> failed;
        private volatile long asked;
        private volatile boolean answered = true;

        Pulse(Consumer<Throwable> failed) {
            this.failed = failed;
        }
    }

    private final Duration limit;
    private final Map<Context, Pulse> pulses = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock;

    /** @param limit what is too long */
    LoopWatch(Duration limit) {
        this.limit = limit;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sluice-loop-watch");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, limit.toMillis() / LOOKS);
        var unused = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** @param failed hears once, with a TimeoutException, from this watch's thread */
    void add(Context context, Consumer<Throwable> failed) {
        pulses.put(context, new Pulse(failed));
    }

    void remove(Context context) {
        pulses.remove(context);
    }

    private void look() {
        pulses.forEach((context, pulse) -> {
            long now = System.nanoTime();
            if (pulse.answered) {
                pulse.answered = false;
                pulse.asked = now;
                context.runOnContext(turn -> pulse.answered = true);
            } else if (now - pulse.asked > limit.toNanos()) {
                pulses.remove(context);
                pulse.failed.accept(
                        new TimeoutException("the event loop did not come back within " + limit.toMillis() + " ms"));
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
