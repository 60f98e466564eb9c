package io.sluice.kafka;

import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;

/** One batch under way: collects an outcome for each record and replies when none is missing. Only for one thread. */
final class PendingBatch {
    private final Outcome[] outcomes;
    private final Promise<Outcomes> reply = Promise.promise();
    private int missing;

    PendingBatch(int records) {
        this.outcomes = new Outcome[records];
        this.missing = records;
        replyWhenComplete();
    }

    void settle(int index, Outcome outcome) {
        outcomes[index] = outcome;
        missing--;
        replyWhenComplete();
    }

    Future<Outcomes> reply() {
        return reply.future();
    }

    private void replyWhenComplete() {
        if (missing == 0) {
            reply.complete(new Outcomes(Arrays.asList(outcomes)));
        }
    }
}
