package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Streams;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit in the background, on each node that stores; one of them at a time does it. It never makes a node unready, and
 * nothing waits for it. What it tells of all audits stands in PostgreSQL, so each node tells the same.
 */
public final class AuditVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);
    private static final String PART = "audit";
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    /** What reads from PostgreSQL can't be interrupted; its thread ends with the process. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Health health;
    private final Pace pace;
    private final Thread thread;
    private final Promise<Void> ended = Promise.promise();
    private final long begun;
    private final Clock clock;
    private volatile @Nullable State state;
    private String stuck = "";

    private record State(long differences, long lastEnded, String text) {}

    public AuditVerticle(
            KafkaConfig kafka, DatabaseConfig database, Streams streams, Telemetry telemetry, Health health) {
        this(kafka, database, streams, telemetry, health, Clock.systemUTC(), LOOK_EVERY);
    }

    /** The same by another clock, which looks for due days more often. */
    AuditVerticle(
            KafkaConfig kafka,
            DatabaseConfig database,
            Streams streams,
            Telemetry telemetry,
            Health health,
            Clock clock,
            Duration lookEvery) {
        this.health = health;
        this.clock = clock;
        this.begun = clock.millis();
        this.pace = Pace.of(database.audit().bytes());
        Auditor auditor =
                new Auditor(kafka, database, streams, pace, clock, lookEvery.toMillis(), this::shown, this::stuck);
        this.thread = new Thread(
                () -> {
                    auditor.run();
                    ended.tryComplete();
                },
                "sluice-audit");
        thread.setDaemon(true);
        telemetry.gauge(Metric.AUDIT_DIFFERENCES, () -> state == null ? 0 : state.differences());
        telemetry.gauge(Metric.AUDIT_AGE, this::age);
    }

    private double age() {
        State known = state;
        long since = known == null ? begun : Math.max(known.lastEnded(), known.lastEnded() == 0 ? begun : 0);
        return Math.max(0, clock.millis() - since) / (double) TimeUnit.SECONDS.toMillis(1);
    }

    @Override
    public Future<?> start() {
        thread.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        pace.stop();
        thread.interrupt();
        return ended.future().timeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private void shown(Ledger.State now) {
        Long last = now.lastEnded();
        String text = now.alarm() != null ? now.alarm() : now.last() == null ? "no day yet" : "last " + now.last();
        state = new State(now.differences(), last == null ? 0 : last, text);
        publish();
    }

    private void stuck(String why) {
        if (!why.isEmpty() && !why.equals(stuck)) {
            LOG.atWarn().addKeyValue("reason", why).log("the audit in the background doesn't get on");
        }
        stuck = why;
        publish();
    }

    private void publish() {
        State known = state;
        String text = known == null ? "not begun" : known.text();
        boolean isAlarm = known != null && known.differences() > 0;
        health.set(
                PART,
                isAlarm ? Health.Status.DEGRADED : Health.Status.UP,
                stuck.isEmpty() ? text : text + "; " + stuck);
    }
}
