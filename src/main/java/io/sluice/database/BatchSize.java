package io.sluice.database;

import java.time.Duration;

/**
 * How many bytes the next transaction should take: grows while commits are quicker than wanted, shrinks when they are
 * slower, halves when the server said that it was too much. Used on one event loop.
 */
final class BatchSize {
    /** Below this a transaction's own cost outweighs its rows. */
    static final int LEAST_BYTES = 64 << 10;

    /** Commits within this share of the target, above and below, are as wanted. */
    private static final double TOLERANCE = 0.2;

    private static final double GROWTH = 1.25;

    private final int most;
    private final Duration target;
    private int bytes;

    BatchSize(int most, Duration target) {
        this.most = most;
        this.target = target;
        this.bytes = Math.max(LEAST_BYTES, most / 4);
    }

    int bytes() {
        return bytes;
    }

    /** What a transaction of so many bytes took; a small one says nothing about larger ones being possible. */
    void committed(long stored, Duration took) {
        double ratio = (double) took.toNanos() / target.toNanos();
        if (ratio > 1 + TOLERANCE) {
            set(bytes * Math.max(0.5, 1 / ratio));
        } else if (ratio < 1 - TOLERANCE && stored >= bytes / 2) {
            set(bytes * GROWTH);
        }
    }

    void tooMuch() {
        set(bytes * 0.5);
    }

    private void set(double wanted) {
        bytes = (int) Math.max(Math.min(LEAST_BYTES, most), Math.min(most, wanted));
    }
}
