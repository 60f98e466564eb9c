package io.sluice.cli.send;

import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends one input with several requests in flight, reading at most one batch ahead of them. Whatever ends the run, the
 * requests in flight end first. Reading has a thread of its own, because a pipe may keep it waiting when there is
 * nothing to wait for any more.
 */
final class Upload {
    /** Told of each batch that is done, one at a time; may save how far the input is. */
    interface Progress {
        void done(Batch batch) throws IOException;
    }

    private final Delivery delivery;
    private final Progress progress;
    private final StopSignal stop;
    private final int parallel;
    private final Semaphore free;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    Upload(Delivery delivery, Progress progress, StopSignal stop, int parallel) {
        this.delivery = delivery;
        this.progress = progress;
        this.stop = stop;
        this.parallel = parallel;
        this.free = new Semaphore(parallel);
    }

    /** Sends everything; null when all of it was accepted or put aside. */
    @Nullable
    Ending send(Batcher batches) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        Thread reader = new Thread(() -> read(batches, workers), "sluice-send-reader");
        reader.setDaemon(true);
        reader.start();
        over.await();
        workers.shutdown();
        free.acquire(parallel);
        free.release(parallel);
        return ending.get();
    }

    /** Waits until nothing is in flight, for as long as given; for a thread that may not wait for the input. */
    boolean awaitIdle(Duration time) throws InterruptedException {
        boolean idle = free.tryAcquire(parallel, time.toMillis(), TimeUnit.MILLISECONDS);
        if (idle) {
            free.release(parallel);
        }
        return idle;
    }

    private void read(Batcher batches, ExecutorService workers) {
        try {
            for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
                Batch next = batch;
                free.acquire();
                if (stop.isRaised()) {
                    free.release();
                    end(Ending.interrupted());
                    return;
                }
                workers.execute(() -> work(next));
            }
        } catch (RejectedExecutionException e) {
            // The run ended between the look at the signal and this line.
            free.release();
        } catch (InterruptedException e) {
            end(Ending.interrupted());
        } catch (IOException | RuntimeException e) {
            end(new Ending(ExitCode.FAILED, List.of(text(e))));
        } finally {
            over.countDown();
        }
    }

    private void work(Batch batch) {
        try {
            Ending end = delivery.deliver(batch);
            if (end == null) {
                synchronized (progress) {
                    progress.done(batch);
                }
            } else {
                end(end);
            }
        } catch (IOException | RuntimeException e) {
            end(new Ending(ExitCode.FAILED, List.of(text(e))));
        } finally {
            free.release();
        }
    }

    /** The first reason counts. The others stop waiting for their next try. */
    private void end(Ending reason) {
        ending.compareAndSet(null, reason);
        stop.raise();
        over.countDown();
    }

    private static String text(Exception e) {
        return e instanceof InputException ? String.valueOf(e.getMessage()) : "failed: " + e;
    }
}
