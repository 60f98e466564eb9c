package io.sluice.report;

import io.micrometer.core.instrument.Counter;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.ReportConfig;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.message.DescribeRequest;
import io.sluice.message.Described;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.MessageConsumer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 5: rollups and reports. Every node with the role follows and answers; one at a time makes what is due. Nothing of it
 * makes a node unready, and PostgreSQL or Kafka away never fails the start. One instance a node.
 */
public final class ReportsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ReportsVerticle.class);
    private static final String PART = "report";
    private static final int WORKERS = 4;
    private static final Duration LONGEST_WORK = Duration.ofMinutes(10);
    private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** A schema, a table or a function isn't there. */
    private static final Set<String> NO_TABLES = Set.of("3F000", "42P01", "42883");

    private static final Duration GOODBYE = Duration.ofSeconds(8);

    private final DatabaseConfig database;
    private final ReportConfig config;
    private final Reports reports;
    private final Streams streams;
    private final Health health;
    private final Clock clock;
    private final Counter complete;
    private final Counter incomplete;
    private volatile long rolledAt;
    private String stuckRollups = "";
    private String stuckReports = "";
    private String told = "";
    private @Nullable WorkerExecutor workers;
    private @Nullable MessageConsumer<Object> answering;
    private Future<?> following = Future.succeededFuture();
    private Future<?> looking = Future.succeededFuture();
    private boolean stopping;

    public ReportsVerticle(
            DatabaseConfig database,
            ReportConfig config,
            Reports reports,
            Streams streams,
            Telemetry telemetry,
            Health health) {
        this(database, config, reports, streams, telemetry, health, Clock.systemUTC());
    }

    /** The same by another clock. */
    ReportsVerticle(
            DatabaseConfig database,
            ReportConfig config,
            Reports reports,
            Streams streams,
            Telemetry telemetry,
            Health health,
            Clock clock) {
        this.database = database;
        this.config = config;
        this.reports = reports;
        this.streams = streams;
        this.health = health;
        this.clock = clock;
        this.rolledAt = clock.millis();
        this.complete = telemetry.counter(Metric.REPORTS_MADE, "true");
        this.incomplete = telemetry.counter(Metric.REPORTS_MADE, "false");
        telemetry.gauge(
                Metric.ROLLUP_AGE, () -> (this.clock.millis() - rolledAt) / (double) TimeUnit.SECONDS.toMillis(1));
    }

    @Override
    public Future<?> start() {
        Bus made = new Bus(vertx);
        WorkerExecutor pool =
                vertx.createSharedWorkerExecutor("sluice-report", WORKERS, LONGEST_WORK.toSeconds(), TimeUnit.SECONDS);
        workers = pool;
        Sessions sessions = new Sessions(database, config.statementTimeout());
        Outlets outlets = new Outlets(vertx, config, pool, sessions, reports);
        Making making = new Making(config, streams, sessions, new Roller(sessions), outlets.names(), this::made);
        Reporter reporter = new Reporter(config, reports, sessions, making);
        Desk desk = new Desk(
                reports, streams, sessions, making, new Shelf(sessions, reports), clock, pool, () -> describe(made));
        MessageConsumer<Object> consumer = made.answer(Address.REPORT.text(), AdminQuestion.class, desk::answer);
        answering = consumer;
        follow(pool, making);
        look(pool, made, reporter, outlets);
        return consumer.completion();
    }

    private static Future<Optional<Described>> describe(Bus bus) {
        return bus.ask(Address.DESCRIBE.text(), new DescribeRequest(), DESCRIBE_TIMEOUT, Described.class)
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    /** Rollups, again and again. */
    private void follow(WorkerExecutor pool, Making making) {
        if (stopping) {
            return;
        }
        long begun = clock.millis();
        following = pool.executeBlocking(
                        () -> {
                            making.follow(clock.instant());
                            return Boolean.TRUE;
                        },
                        false)
                .onSuccess(done -> {
                    rolledAt = begun;
                    stuckRollups = "";
                })
                .onFailure(failure -> stuckRollups = why("rollups don't get on: ", failure))
                .onComplete(done -> publish())
                .onComplete(done -> vertx.setTimer(
                        done.succeeded() ? config.rollup().toMillis() : soon(), timer -> follow(pool, making)));
    }

    /** Reports that are due, and results that are on their way. */
    private void look(WorkerExecutor pool, Bus asking, Reporter reporter, Outlets outlets) {
        if (stopping) {
            return;
        }
        Instant now = clock.instant();
        Future<List<String>> look = describe(asking)
                .compose(kafka -> pool.executeBlocking(() -> reporter.look(now, kafka.orElse(null)), false));
        looking = look.onSuccess(problems -> stuckReports = String.join("; ", problems))
                .onFailure(failure -> stuckReports = why("reports can't be made: ", failure))
                .onComplete(done -> publish())
                .transform(done -> outlets.deliver())
                .onComplete(done -> vertx.setTimer(
                        look.succeeded() ? config.look().toMillis() : soon(),
                        timer -> look(pool, asking, reporter, outlets)));
    }

    /** PostgreSQL may be back at once, or the tables be made. */
    private long soon() {
        return Math.min(config.rollup().toMillis(), AGAIN.toMillis());
    }

    /** Without the tables there is nothing to follow yet: whoever has the role database makes them. */
    private static String why(String what, Throwable failure) {
        boolean isEarly =
                failure instanceof SQLException told && NO_TABLES.contains(String.valueOf(told.getSQLState()));
        return isEarly ? "" : what + failure.getMessage();
    }

    private void made(boolean isComplete) {
        (isComplete ? complete : incomplete).increment();
    }

    private void publish() {
        if (stopping) {
            return;
        }
        List<String> stuck = java.util.stream.Stream.of(stuckRollups, stuckReports)
                .filter(text -> !text.isEmpty())
                .toList();
        String text = String.join("; ", stuck);
        if (!text.isEmpty() && !text.equals(told)) {
            LOG.atWarn().addKeyValue("reason", text).log("reports don't get on");
        }
        told = text;
        if (stuck.isEmpty()) {
            health.set(PART, Health.Status.UP, reports.all().size() + " reports");
        } else {
            health.set(PART, Health.Status.DEGRADED, text);
        }
    }

    /** The work at hand is waited for a moment: what isn't done then is undone by PostgreSQL when the process ends. */
    @Override
    public Future<?> stop() {
        stopping = true;
        MessageConsumer<Object> consumer = answering;
        WorkerExecutor pool = workers;
        if (consumer == null || pool == null) {
            return Future.succeededFuture();
        }
        return consumer.unregister()
                .transform(unregistered -> Future.join(following, looking))
                .timeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                .transform(done -> pool.close());
    }
}
