package io.sluice.cluster;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** A verticle whose failures after its start are told to somebody: what a handler lets through, and a loop that hangs. */
final class Watched implements Deployable {
    private final Deployable inner;
    private final LoopWatch watch;
    private final Consumer<Throwable> letThrough;
    private final Consumer<Throwable> hangs;

    /**
     * @param letThrough takes what a handler let through
     * @param hangs      hears once that the loop hangs
     */
    Watched(Deployable inner, LoopWatch watch, Consumer<Throwable> letThrough, Consumer<Throwable> hangs) {
        this.inner = inner;
        this.watch = watch;
        this.letThrough = letThrough;
        this.hangs = hangs;
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
        context.exceptionHandler(letThrough::accept);
        return inner.deploy(context).onSuccess(started -> watch.add(context, hangs));
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
        watch.remove(context);
        return inner.undeploy(context);
    }
}
