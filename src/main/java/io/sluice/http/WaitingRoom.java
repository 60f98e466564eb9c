package io.sluice.http;

import io.sluice.config.ReceiptConfig;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many receipts may wait on this node, over all http verticles, and for how long. They have a limit of their own: a
 * receipt that waits holds no place among the requests in flight. One for each node, thread-safe.
 */
public final class WaitingRoom {
    private final ReceiptConfig config;
    private final AtomicInteger waiting = new AtomicInteger();

    /** The limits come from {@code config}; how many wait shows as a gauge. */
    public WaitingRoom(ReceiptConfig config, Telemetry telemetry) {
        this.config = config;
        telemetry.gauge(Metric.WAITING_RECEIPTS, waiting::get);
    }

    /**
     * So many receipts more.
     *
     * @throws SluiceException OVERLOADED, and nothing changes, when that is over the limit
     */
    void enter(int receipts) {
        if (waiting.addAndGet(receipts) > config.maxWaiting()) {
            waiting.addAndGet(-receipts);
            throw new SluiceException(
                    Failure.OVERLOADED,
                    "as many receipts wait on this node as may; ask later, or without the parameter wait",
                    new Exceeded(Limit.WAITING_RECEIPTS, config.maxWaiting()));
        }
    }

    /** Gives back what one {@link #enter} took. */
    void leave(int receipts) {
        waiting.addAndGet(-receipts);
    }

    int waiting() {
        return waiting.get();
    }

    /** The longest that a question may wait. */
    Duration maxWait() {
        return config.maxWait();
    }

    /** Receipts in one question. */
    int maxReceipts() {
        return config.maxReceipts();
    }
}
