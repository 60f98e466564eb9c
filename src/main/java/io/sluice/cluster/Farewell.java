package io.sluice.cluster;

import io.sluice.telemetry.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the last role of a node stops: the other nodes hear of it, so that they can stand in; the node is
 * unready, and load balancers get the time to notice. Said once, whoever comes first: the end of the last claim, or, as
 * the first of a node's verticles to stop, the node's own end.
 */
final class Farewell extends VerticleBase {
    private final Vertx node;
    private final Health health;
    private final Duration notice;
    private Runnable leaving = () -> {};
    private Runnable staying = () -> {};
    private @Nullable Future<Void> said;

    Farewell(Vertx node, Health health, Duration notice) {
        this.node = node;
        this.health = health;
        this.notice = notice;
    }

    /** From here on the other nodes are told by that; neither may block. */
    synchronized void telling(Runnable leave, Runnable stay) {
        leaving = leave;
        staying = stay;
    }

    /** Completed when load balancers had their time. Thread-safe. */
    synchronized Future<Void> say() {
        Future<Void> before = said;
        if (before != null) {
            return before;
        }
        health.stopping(true);
        leaving.run();
        Future<Void> now = notice.isZero()
                ? Future.succeededFuture()
                : node.timer(notice.toMillis()).mapEmpty();
        said = now;
        return now;
    }

    /** The node stays after all, as when a quorum came back. Thread-safe. */
    synchronized Future<Void> takeBack() {
        if (said != null) {
            said = null;
            health.stopping(false);
            staying.run();
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return say();
    }
}
