package io.sluice.cli.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells every thread of a command that it is to end: raised once, by Ctrl-C or by a failure. */
public final class StopSignal implements Pause {
    private final CountDownLatch raised = new CountDownLatch(1);

    /** Ends every wait, now and later. */
    public void raise() {
        raised.countDown();
    }

    public boolean isRaised() {
        return raised.getCount() == 0;
    }

    @Override
    public boolean await(Duration time) {
        try {
            return raised.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
