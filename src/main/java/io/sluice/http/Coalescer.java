package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.CheckBatch;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests to the next stage, all that one turn of the event loop brought in one batch: the first of a turn
 * schedules the asking for the turn's end, the others join it. Nobody waits for company, and a busy node pays for few
 * bus messages. For one event loop.
 *
 * <pre>
 *   turn n:    read socket 1 → add (schedules ask) · read socket 2 → add · read socket 3 → add
 *   turn n+1:  ask [1, 2, 3] ──CHECK──▶ … ──▶ outcomes [1, 2, 3] answered in this order
 * </pre>
 */
final class Coalescer {
    private static final Logger LOG = LoggerFactory.getLogger(Coalescer.class);

    /** So that one batch's check and its reply stay short: what is more goes into the next batch at once. */
    static final int MAX_REQUESTS = 512;

    /** The same in bytes of bodies; a single larger one goes alone. */
    static final long MAX_BYTES = 8 << 20;

    private final Context context;
    private final Bus bus;
    private final Duration deadline;
    private List<CheckRequest> requests = new ArrayList<>();
    private List<Consumer<Outcome>> askers = new ArrayList<>();
    private long bytes;
    private boolean scheduled;

    Coalescer(Context context, Bus bus, Duration deadline) {
        this.context = context;
        this.bus = bus;
        this.deadline = deadline;
    }

    /** Takes a request along; {@code asker} hears its outcome on this event loop, once, within the deadline. */
    void add(CheckRequest request, Consumer<Outcome> asker) {
        int length = request.body().length();
        if (requests.size() == MAX_REQUESTS || (bytes > 0 && bytes + length > MAX_BYTES)) {
            ask();
        }
        requests.add(request);
        askers.add(asker);
        bytes += length;
        if (!scheduled) {
            scheduled = true;
            context.runOnContext(turn -> {
                scheduled = false;
                ask();
            });
        }
    }

    private void ask() {
        CheckBatch batch = new CheckBatch(requests);
        List<Consumer<Outcome>> waiting = askers;
        requests = new ArrayList<>();
        askers = new ArrayList<>();
        bytes = 0;
        bus.ask(Address.CHECK.text(), batch, deadline, Outcomes.class)
                .onComplete(
                        answered -> settle(waiting, answered.outcomes()),
                        failure -> refuseAll(waiting, SluiceException.of(failure)));
    }

    private static void settle(List<Consumer<Outcome>> waiting, List<Outcome> outcomes) {
        if (outcomes.size() != waiting.size()) {
            refuseAll(
                    waiting,
                    new SluiceException(
                            Failure.INTERNAL, outcomes.size() + " outcomes for " + waiting.size() + " requests"));
            return;
        }
        for (int i = 0; i < waiting.size(); i++) {
            waiting.get(i).accept(outcomes.get(i));
        }
    }

    private static void refuseAll(List<Consumer<Outcome>> waiting, SluiceException failure) {
        Problem problem = afterHandingOver(failure);
        LOG.atDebug()
                .addKeyValue("requests", waiting.size())
                .addKeyValue("code", problem.failure().code())
                .addKeyValue("detail", failure.detail())
                .log("batch not answered");
        if (failure.failure() == Failure.INTERNAL) {
            LOG.atError().setCause(failure).log("the next stage failed");
        }
        Outcome outcome = new Outcome.Refused(problem);
        waiting.forEach(asker -> asker.accept(outcome));
    }

    /** What a sender is told when the next stage gave no outcomes: the same failure in its own words, another in ours. */
    static Problem afterHandingOver(SluiceException failure) {
        Failure told = failure.failure().afterAsking();
        if (told == Failure.OUTCOME_UNKNOWN) {
            return new Problem(
                    told, "no definite answer came in time; sending again may store events twice that have no id");
        }
        return told == failure.failure()
                ? Problem.of(failure)
                : new Problem(told, "the stage that checks events can't be reached; nothing was written");
    }
}
