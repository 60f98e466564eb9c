package io.sluice.cluster;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * Every wait is bounded: a stage that doesn't stop in time is left behind. Thread-safe.
 */
final class StopOrder {
    private static final Logger LOG = LoggerFactory.getLogger(StopOrder.class);

    private final Duration patience;
    private Stage last = new Stage(null);

    /** @param patience the most that one stage may take to stop */
    StopOrder(Duration patience) {
        this.patience = patience;
    }

    /** The next place in the order. */
    Stage next() {
        last = new Stage(last);
        return last;
    }

    /** A place: what is deployed here stops when nothing runs any more at the places before it. May start again. */
    final class Stage {
        private final @Nullable Stage before;
        private int running;
        private boolean alone;
        private Promise<Void> stopped = Promise.promise();

        private Stage(@Nullable Stage before) {
            this.before = before;
        }

        /**
         * Verticles at this place.
         *
         * @param stage makes an instance; any number of them may be deployed
         * @return makes the same, waiting at its end
         */
        Supplier<Deployable> of(Supplier<Deployable> stage) {
            return () -> new Ordered(stage.get(), this);
        }

        /** What runs here now will stop while the places before go on: it waits for none of them. */
        synchronized void stopsAlone() {
            alone = true;
        }

        private synchronized Future<Void> mayStop() {
            return alone || before == null ? Future.succeededFuture() : before.ended();
        }

        /** Nothing runs here, nor at any place before. */
        private Future<Void> ended() {
            Future<Void> earlier = before == null ? Future.succeededFuture() : before.ended();
            return earlier.compose(done -> here());
        }

        private synchronized Future<Void> here() {
            return running == 0 ? Future.succeededFuture() : stopped.future();
        }

        private synchronized void oneStarted() {
            if (running++ == 0) {
                alone = false;
                stopped = Promise.promise();
            }
        }

        private void oneStopped() {
            Promise<Void> none = null;
            synchronized (this) {
                if (--running == 0) {
                    none = stopped;
                }
            }
            if (none != null) {
                none.complete();
            }
        }
    }

    private final class Ordered implements Deployable {
        private final Deployable inner;
        private final Stage stage;

        Ordered(Deployable inner, Stage stage) {
            this.inner = inner;
            this.stage = stage;
        }

        @Override
        public Future<?> deploy(Context context) throws Exception {
            return inner.deploy(context).onSuccess(started -> stage.oneStarted());
        }

        @Override
        public Future<?> undeploy(Context context) {
            return stage.mayStop().transform(waited -> stop(inner, context)).onComplete(ended -> stage.oneStopped());
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
