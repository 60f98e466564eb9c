package io.sluice.kafka;

import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.vertx.core.Context;
import io.vertx.core.Promise;

/**
 * A fetch that waits for its answer.
 *
 * @param request  what was asked
 * @param topic    the stream's topic
 * @param deadline when to stop waiting for data, by {@link Availability#now}
 * @param reply    completes on the bridge's context
 */
record PendingFetch(FetchRequest request, String topic, long deadline, Promise<Fetched> reply) {
    void fail(Context context, SluiceException why) {
        context.runOnContext(now -> reply.tryFail(why));
    }
}
