package io.sluice.audit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How fast an audit may read, and when it has to end. {@link #spend} and {@link #rest} are for its thread, {@link #stop} for any. */
public final class Pace {
    private static final long CREDIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long free = System.nanoTime();

    private Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** As fast as Kafka and PostgreSQL let it. */
    public static Pace unlimited() {
        return new Pace(0);
    }

    /** So many bytes of values a second at most, on average. */
    static Pace of(long bytesPerSecond) {
        return new Pace(bytesPerSecond);
    }

    /** Waits until these bytes may be read; throws AuditException when all shall end. */
    void spend(long bytes) {
        if (bytesPerSecond > 0) {
            long cost = (long) (TimeUnit.SECONDS.toNanos(1) * (bytes / (double) bytesPerSecond));
            // What comparing took is time too in which nothing was read.
            free = Math.max(free, System.nanoTime() - CREDIT_NANOS) + cost;
            waitFor(free - System.nanoTime());
        }
    }

    /** Waits so long; whether to go on afterwards. */
    boolean rest(long millis) {
        try {
            return !stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void waitFor(long nanos) {
        if (!rest(TimeUnit.NANOSECONDS.toMillis(nanos))) {
            throw new AuditException("the node is stopping");
        }
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    void stop() {
        stopped.countDown();
    }
}
