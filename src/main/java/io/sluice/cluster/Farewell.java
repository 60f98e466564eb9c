package io.sluice.cluster;

import io.sluice.telemetry.Health;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Stops before every stage: makes the node unready, and gives load balancers the time to notice. */
final class Farewell extends VerticleBase {
    private final Health health;
    private final Duration notice;

    Farewell(Health health, Duration notice) {
        this.health = health;
        this.notice = notice;
    }

    @Override
    public Future<?> stop() {
        health.stopping();
        return notice.isZero() ? Future.succeededFuture() : vertx.timer(notice.toMillis());
    }
}
