package io.sluice.cluster;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes stages stop one after the other. Vert.x undeploys all children of a verticle at the same time; here each waits
 * until the ones before it have stopped, so that what is in flight still finds the next stage:
 *
 * <pre>
 * http stopped ──▶ validation stops … stopped ──▶ kafka stops … stopped ──▶ database stops
 * </pre>
 *
 * Every wait is bounded: a stage that doesn't stop in time is left behind. Used from the root verticle's thread.
 */
final class StopOrder {
    private static final Logger LOG = LoggerFactory.getLogger(StopOrder.class);

    private final Duration patience;
    private Stage last = new Stage();

    /** @param patience the most that one stage may take to stop */
    StopOrder(Duration patience) {
        this.patience = patience;
    }

    /**
     * The next stage in the order.
     *
     * @param stage makes an instance; any number of them may be deployed
     * @return makes the same, waiting at its end
     */
    Supplier<Deployable> next(Supplier<Deployable> stage) {
        Stage before = last;
        Stage next = new Stage();
        last = next;
        return () -> new Ordered(stage.get(), before, next);
    }

    /** Counts what runs of a stage: one that was never deployed, as after a failed start, keeps nobody waiting. */
    private static final class Stage {
        private final AtomicInteger running = new AtomicInteger();
        private final Promise<Void> stopped = Promise.promise();

        Future<Void> ended() {
            return running.get() == 0 ? Future.succeededFuture() : stopped.future();
        }

        void oneStarted() {
            running.incrementAndGet();
        }

        void oneStopped() {
            if (running.decrementAndGet() == 0) {
                stopped.tryComplete();
            }
        }
    }

    private final class Ordered implements Deployable {
        private final Deployable inner;
        private final Stage before;
        private final Stage stage;

        Ordered(Deployable inner, Stage before, Stage stage) {
            this.inner = inner;
            this.before = before;
            this.stage = stage;
        }

        @Override
        public Future<?> deploy(Context context) throws Exception {
            return inner.deploy(context).onSuccess(started -> stage.oneStarted());
        }

        @Override
        public Future<?> undeploy(Context context) {
            return before.ended().transform(waited -> stop(inner, context)).onComplete(ended -> stage.oneStopped());
        }
    }

    private Future<Void> stop(Deployable stage, Context context) {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(ignored -> {
            try {
                stage.undeploy(context).<Void>mapEmpty().onComplete(promise);
            } catch (Exception e) {
                promise.tryFail(e);
            }
        });
        return promise.future()
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(cause -> {
                    LOG.atWarn()
                            .addKeyValue("stage", stage.getClass().getSimpleName())
                            .setCause(cause)
                            .log("a stage did not stop in order; it is left behind");
                    return null;
                });
    }
}
