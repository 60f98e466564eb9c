package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks the database stage, once for an inquiry that has come and then in rounds for all that wait: one question a round,
 * the next {@value #ROUND_MILLIS} ms after its answer, so that PostgreSQL hears one question, however many wait.
 *
 * <pre>
 *   look ── settled, or nobody to ask ─────────────────────────────────────────▶ answered
 *     └─ still accepted ─▶ waiting ─ round ─ round ─ settled, time is over, stopping ─▶ answered
 *                                                  └ client gone ─▶ forgotten
 * </pre>
 *
 * Rounds, and no word from the database stage when a partition advances: that word would have to cross the cluster for
 * every commit, whether somebody waits or not, and whoever missed one (a node that left, a subscription that was not yet
 * known there) would need the rounds all the same. For one event loop.
 */
final class StatusRounds {
    static final long ROUND_MILLIS = 200;

    /** A person or a script is waiting, and "accepted" is an answer too. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** In one bus message; more are asked in several at once. */
    private static final int MAX_POSITIONS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Map<Inquiry, Promise<Void>> waiting = new LinkedHashMap<>();
    private boolean scheduled;
    private boolean ended;

    StatusRounds(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** Asks now; fails when the database stage has a defect. That nobody can be asked is told to the inquiry. */
    Future<Void> look(Inquiry inquiry, Duration wait) {
        Duration patience = wait.isZero() || wait.compareTo(PATIENCE) > 0 ? PATIENCE : wait;
        return look(List.of(inquiry), patience);
    }

    private Future<Void> look(Collection<Inquiry> inquiries, Duration patience) {
        Set<Position> open = new LinkedHashSet<>();
        inquiries.forEach(inquiry -> open.addAll(inquiry.open()));
        List<Position> positions = List.copyOf(open);
        Map<Position, Status> told = new HashMap<>();
        List<Future<Void>> questions = new ArrayList<>();
        for (int from = 0; from < positions.size(); from += MAX_POSITIONS) {
            questions.add(
                    ask(positions.subList(from, Math.min(positions.size(), from + MAX_POSITIONS)), patience, told));
        }
        return Future.all(questions)
                .<Void>mapEmpty()
                .onSuccess(answered -> inquiries.forEach(inquiry -> inquiry.tell(told)))
                .recover(failure -> nothingTold(inquiries, SluiceException.of(failure)));
    }

    private Future<Void> ask(List<Position> positions, Duration patience, Map<Position, Status> told) {
        return bus.ask(Address.STATUS.text(), new StatusRequest(positions), patience, Statuses.class)
                .map(answer -> {
                    if (answer.statuses().size() != positions.size()) {
                        throw new SluiceException(
                                Failure.INTERNAL,
                                answer.statuses().size() + " statuses for " + positions.size() + " positions");
                    }
                    for (int i = 0; i < positions.size(); i++) {
                        told.put(positions.get(i), answer.statuses().get(i));
                    }
                    return null;
                });
    }

    /**
     * No database stage, none that has its server, or none that answers in time: the receipt itself still holds. Where
     * there is no such stage at all, as on an edge, waiting would change nothing.
     */
    private static Future<Void> nothingTold(Collection<Inquiry> inquiries, SluiceException failure) {
        Failure why = failure.failure();
        if (why == Failure.INTERNAL || !why.afterAsking().isRetryable()) {
            return Future.failedFuture(failure);
        }
        inquiries.forEach(inquiry -> inquiry.tellNothing(why != Failure.NO_HANDLERS));
        return Future.succeededFuture();
    }

    /** Completes when nothing more can be learned, or after {@code millis}; fails when the database stage has a defect. */
    Future<Void> follow(Inquiry inquiry, long millis) {
        if (ended || millis <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        waiting.put(inquiry, over);
        long timer = vertx.setTimer(millis, late -> over.tryComplete());
        schedule();
        return over.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            waiting.remove(inquiry);
        });
    }

    /** Whoever asked has gone. */
    void forget(Inquiry inquiry) {
        Promise<Void> over = waiting.get(inquiry);
        if (over != null) {
            over.tryComplete();
        }
    }

    /** Ends every waiting, and from now on nobody waits: the node stops. */
    void end() {
        ended = true;
        List.copyOf(waiting.values()).forEach(Promise::tryComplete);
    }

    private void schedule() {
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            vertx.setTimer(ROUND_MILLIS, tick -> round());
        }
    }

    private void round() {
        List<Inquiry> asked = List.copyOf(waiting.keySet());
        look(asked, PATIENCE).onComplete(looked -> {
            scheduled = false;
            asked.forEach(inquiry -> settle(inquiry, looked));
            schedule();
        });
    }

    private void settle(Inquiry inquiry, AsyncResult<Void> looked) {
        Promise<Void> over = waiting.get(inquiry);
        if (over != null && looked.failed()) {
            over.tryFail(looked.cause());
        } else if (over != null && !inquiry.isWorthWaiting()) {
            over.tryComplete();
        }
    }
}
