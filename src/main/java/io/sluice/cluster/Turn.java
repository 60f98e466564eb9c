package io.sluice.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Brings what belongs to a context onto it. */
final class Turn {
    private Turn() {}

    /** Does it in a turn of that context; what becomes of it. From any thread. */
    static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> action.get().onComplete(promise));
        return promise.future();
    }
}
