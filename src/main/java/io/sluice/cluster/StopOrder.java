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
    private static final Logger log = LoggerFactory.getLogger(StopOrder.class);

    private final Duration patience;
    private Future<Void> previousStopped = Future.succeededFuture();

    /** @param patience the most that one stage may take to stop */
    StopOrder(Duration patience) {
        this.patience = patience;
    }

    /**
     * The next stage in the order.
     *
     * @param instances how many will be deployed; the stage has stopped when all of them have
     * @param stage     makes an instance
     * @return makes the same, waiting at its end
     */
    Supplier<Deployable> next(int instances, Supplier<Deployable> stage) {
        Future<Void> before = previousStopped;
        Promise<Void> stopped = Promise.promise();
        AtomicInteger running = new AtomicInteger(instances);
        previousStopped = stopped.future();
        return () -> new Deployable() {
            private final Deployable inner = stage.get();

            @Override
            public Future<?> deploy(Context context) throws Exception {
                return inner.deploy(context);
            }

            @Override
            public Future<?> undeploy(Context context) {
                return before.transform(waited -> stop(inner, context)).eventually(() -> {
                    if (running.decrementAndGet() == 0) {
                        stopped.complete();
                    }
                    return Future.succeededFuture();
                });
            }
        };
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
                    log.atWarn()
                            .addKeyValue("stage", stage.getClass().getSimpleName())
                            .setCause(cause)
                            .log("a stage did not stop in order; it is left behind");
                    return null;
                });
    }
}
