package io.sluice.cli.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** How long to wait before a request is sent again. Pure but for its source of chance. */
public final class RetryPolicy {
    private static final long FIRST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 5_000;

    private final DoubleSupplier chance;

    /** @param chance numbers from 0 to 1, so that many senders don't come back at the same moment */
    public RetryPolicy(DoubleSupplier chance) {
        this.chance = chance;
    }

    /**
     * @param attempt how often it was tried, from 1
     * @param asked   the node's Retry-After: never less than this, and a tenth more at most; null for none
     */
    Duration wait(int attempt, @Nullable Duration asked) {
        if (asked != null) {
            return asked.plusMillis((long) (asked.toMillis() * 0.1 * chance.getAsDouble()));
        }
        long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 10));
        return Duration.ofMillis((long) (longest * (0.5 + 0.5 * chance.getAsDouble())));
    }
}
