package io.sluice.kafka;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What other threads want done on the reader's thread. Its length is bounded by those who wait for an answer: a question
 * a partition, and a look or two. Only {@link #add} may be called by other threads.
 */
final class ReaderQueue {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Runnable wakeup;
    private volatile boolean polling;

    /** @param wakeup ends the reader's poll, or the one that it begins next */
    ReaderQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    void add(Runnable command) {
        waiting.add(command);
        if (polling) {
            wakeup.run();
        }
    }

    void runAll() {
        for (Runnable command = waiting.poll(); command != null; command = waiting.poll()) {
            command.run();
        }
    }

    /** Waits for a command and runs it. */
    void await(long millis) throws InterruptedException {
        Runnable command = waiting.poll(millis, TimeUnit.MILLISECONDS);
        if (command != null) {
            command.run();
        }
    }

    /**
     * From here on a command ends the poll. The order matters: first the word, then the look, so that a command that
     * comes between them is seen by one side or the other.
     *
     * @return false when a command is there already
     */
    boolean beginPoll() {
        polling = true;
        return waiting.isEmpty();
    }

    void endPoll() {
        polling = false;
    }
}
