package io.sluice.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node may claim: only after renewals of its own lease that were unbroken for as long as a lease lasts.
 * By then whoever was paused or cut off has seen its own lease end. Times are System.nanoTime's.
 */
final class LeaseClock {
    private final long leaseNanos;
    private @Nullable Long unbrokenSince;
    private long lastStarted;

    LeaseClock(Duration lease) {
        this.leaseNanos = lease.toNanos();
    }

    /** A renewal that was begun at {@code started} has its answer at {@code now}. */
    void renewed(long started, long now) {
        if (unbrokenSince == null || now - lastStarted >= leaseNanos) {
            unbrokenSince = started;
        }
        lastStarted = started;
    }

    boolean mayClaim(long now) {
        return unbrokenSince != null && now - unbrokenSince >= leaseNanos && now - lastStarted < leaseNanos;
    }
}
