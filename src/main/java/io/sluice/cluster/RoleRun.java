package io.sluice.cluster;

import io.micrometer.core.instrument.Counter;
import io.sluice.config.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One role on this node, started, stopped, and started again after a failure: an exception that a handler let through, an
 * event loop that hangs, or a start that failed. Belongs to the node's context; calls don't overlap.
 *
 * <pre>
 *   IDLE ── start ──▶ STARTING ── ok ──▶ RUNNING ── failure ──▶ PAUSING ── time ──▶ STARTING …
 *     ▲                  └── failed ──────────────────────────────▲
 *     └───────────────────────── stop, from anywhere ─────────────┘
 * </pre>
 */
final class RoleRun {
    private static final Logger LOG = LoggerFactory.getLogger(RoleRun.class);

    enum State {
        IDLE,
        STARTING,
        RUNNING,
        PAUSING
    }

    /** What runs: makes and ends the role's verticles. */
    interface Work {
        /** Deploys; a failure of what runs is told to {@code failed}, from any thread, any number of times. */
        Future<Void> start(Consumer<Throwable> failed);

        /** Ends what runs, or what is left of a start that failed; never fails. */
        Future<Void> stop();
    }

    private final Context context;
    private final Role role;
    private final Work work;
    private final Restarts restarts;
    private final Counter counter;
    private final Runnable changed;
    private State state = State.IDLE;
    private Future<Void> step = Future.succeededFuture();
    private boolean wanted;
    private long timer = -1;
    private int generation;
    private @Nullable Throwable lastFailure;

    /**
     * @param context the node's
     * @param counter of failures
     * @param changed is told after every change of state
     */
    RoleRun(Context context, Role role, Work work, Restarts restarts, Counter counter, Runnable changed) {
        this.context = context;
        this.role = role;
        this.work = work;
        this.restarts = restarts;
        this.counter = counter;
        this.changed = changed;
    }

    State state() {
        return state;
    }

    /** Failures in a row. */
    int failures() {
        return restarts.failures();
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    /** Starts it, or does nothing where it runs; the end of this first attempt. A failed one is tried again by itself. */
    Future<Void> start() {
        if (wanted) {
            return step;
        }
        wanted = true;
        return attempt();
    }

    /** Ends it and everything that was to come. */
    Future<Void> stop() {
        wanted = false;
        generation++;
        context.owner().cancelTimer(timer);
        step = step.transform(before -> state == State.IDLE ? Future.succeededFuture() : work.stop())
                .onComplete(done -> to(State.IDLE));
        return step;
    }

    private Future<Void> attempt() {
        int mine = ++generation;
        Promise<Void> outcome = Promise.promise();
        step = step.transform(before -> {
            if (!wanted) {
                return Future.succeededFuture();
            }
            to(State.STARTING);
            return work.start(failure -> context.runOnContext(turn -> failed(mine, failure)))
                    .onSuccess(started -> to(State.RUNNING))
                    .onFailure(failure -> failed(mine, failure));
        });
        step.onComplete(outcome);
        step = step.otherwiseEmpty();
        return outcome.future();
    }

    /** Of what was started by that attempt; later words of the same, and of earlier ones, change nothing. */
    private void failed(int attempt, Throwable failure) {
        if (attempt != generation || !wanted) {
            return;
        }
        generation++;
        lastFailure = failure;
        counter.increment();
        long pause = restarts.pauseMillis(System.nanoTime());
        LOG.atError()
                .addKeyValue("role", role.text())
                .addKeyValue("failures", restarts.failures())
                .addKeyValue("pauseMillis", pause)
                .addKeyValue("reason", failure.getMessage())
                // A start fails with a sentence; what a handler lets through is known by where it was.
                .setCause(state == State.RUNNING ? failure : null)
                .log("a role failed here; it is started again after a pause");
        to(State.PAUSING);
        step = step.transform(before -> work.stop());
        timer = context.owner().setTimer(pause, time -> {
            if (wanted) {
                attempt();
            }
        });
    }

    private void to(State next) {
        state = next;
        changed.run();
    }
}
