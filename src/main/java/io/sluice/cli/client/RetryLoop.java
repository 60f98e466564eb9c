package io.sluice.cli.client;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends one request until its outcome is final.
 *
 * <pre>
 * attempt ─▶ accepted, refused ─────────────────────────▶ settled
 *    ▲  └──▶ later ─▶ time over, or unknown and forbidden ─▶ gave up
 *    └── wait ◀──┘      └ ended by the user ───────────────▶ stopped
 * </pre>
 *
 * Safe for several threads.
 */
public final class RetryLoop {
    private final RetryPolicy policy;
    private final Pause pause;
    private final LongSupplier nanos;
    private final Duration timeout;
    private final boolean retryUnknown;

    /**
     * @param policy       how long to wait between two tries
     * @param pause        waits
     * @param nanos        a clock
     * @param timeout      from the first try of a request to its last
     * @param retryUnknown whether to send again what may have been written
     */
    public RetryLoop(RetryPolicy policy, Pause pause, LongSupplier nanos, Duration timeout, boolean retryUnknown) {
        this.policy = policy;
        this.pause = pause;
        this.nanos = nanos;
        this.timeout = timeout;
        this.retryUnknown = retryUnknown;
    }

    /**
     * Tries until there is an outcome; blocks.
     *
     * @param attempt sends the request once
     * @param onRetry told of each answer after which the request will be sent again
     */
    public Answer.Settled settle(Supplier<Answer> attempt, Consumer<Answer.Later> onRetry) {
        long begun = nanos.getAsLong();
        for (int tries = 1; ; tries++) {
            Answer answer = attempt.get();
            if (answer instanceof Answer.Settled settled) {
                return settled;
            }
            Answer.Later later = (Answer.Later) answer;
            if (later.outcomeUnknown() && !retryUnknown) {
                return new Answer.GaveUp(later.why() + "; not sent again, since it may have been written");
            }
            Duration wait = policy.wait(tries, later.retryAfter());
            if (nanos.getAsLong() - begun + wait.toNanos() > timeout.toNanos()) {
                return new Answer.GaveUp(later.why() + "; gave up after " + DurationOption.written(timeout));
            }
            onRetry.accept(later);
            if (pause.await(wait)) {
                return new Answer.Stopped();
            }
        }
    }
}
