package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Streams;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.message.StatusRequest;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The parts of stage 4 and what makes them go:
 *
 * <pre>
 *   prepare (migrations, tables) ─ retried until it works ─▶ every renewal: lease, then claims
 *   lease, which counts for nothing yet, beside it
 *   bridge ─fetch─▶ PartitionReader (1 batch ready) ─▶ StoreLoop (1 transaction) ─▶ PostgreSQL
 * </pre>
 */
final class StoringStage implements PartitionReader.Listener {
    /** New topics and partitions are found within it. */
    private static final Duration DESCRIBE_EVERY = Duration.ofSeconds(5);

    private static final Duration EXPIRE_IDS_EVERY = Duration.ofSeconds(1);

    /** For a gauge that people look at. */
    private static final Duration LOOK_AT_TROUBLE_EVERY = Duration.ofSeconds(10);

    private static final Duration CHECK_BALANCE_EVERY = Duration.ofSeconds(30);

    private static final Duration DAYS_EVERY = Duration.ofHours(1);

    private static final Duration LOOK_AT_REFUSED_EVERY = Duration.ofSeconds(30);

    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);

    /** What is done again and again, beside storing. */
    private record Chore(Duration every, Runnable work) {}

    private final Vertx vertx;
    private final DatabaseConfig config;
    private final DatabaseHealth health;
    private final Bus bus;
    private final HeldConnection control;
    private final HeldConnection asking;
    private final Migrations migrations;
    private final StreamTables tables;
    private final BridgeClient bridge;
    private final LogsSeen seen = new LogsSeen();
    private final StatusRules rules;
    private final Clock clock;
    private final OwnedPartitions owned;
    private final Leases leases;
    private final Ownership ownership;
    private final List<Chore> chores;
    private final BatchSize size;
    private final StoreLoop loop;
    private final Pauses pauses;
    private final GapWatch gaps;
    private final Backoff preparing;

    private final Admin admin;

    private final List<MessageConsumer<Object>> answering = new ArrayList<>();
    private Map<String, String> refused = Map.of();
    private boolean isPrepared;
    private boolean settling;
    private boolean stopping;
    private long describedAt;

    StoringStage(
            Vertx vertx,
            DatabaseConfig config,
            Streams streams,
            String name,
            Telemetry telemetry,
            DatabaseHealth health,
            Clock clock,
            Pipeline pipeline) {
        this.vertx = vertx;
        this.config = config;
        this.health = health;
        this.bus = new Bus(vertx);
        Connections connections = new Connections(vertx, config);
        this.control = connections.held("control", config.statementTimeout());
        this.asking = connections.held("status", config.statementTimeout());
        this.migrations = new Migrations(vertx, config);
        this.tables = new StreamTables(connections, config, streams, clock);
        this.bridge = new BridgeClient(bus);
        this.rules = new StatusRules(seen, streams, clock);
        this.clock = clock;
        StoreMeters meters = new StoreMeters(telemetry, clock);
        this.owned = new OwnedPartitions(telemetry, meters, health);
        this.leases = new Leases(connections.held("lease", config.lease()), config, name);
        this.ownership =
                new Ownership(control, streams, leases, owned, stream -> !refused.containsKey(stream), this::newReader);
        this.size = new BatchSize(config.batch().asInt(), config.commitTarget());
        this.gaps = new GapWatch(owned, health, telemetry);
        this.pauses = new Pauses(control, clock, this::pausesChanged);
        Holds holds = new Holds(vertx, pauses, owned, health, telemetry, this::ready);
        HeldConnection storing = connections.held("storing", config.statementTimeout());
        this.loop = new StoreLoop(
                vertx,
                storing,
                new Storer(storing, pipeline, deadline(config), tables),
                owned,
                size,
                newBackoff(),
                meters,
                health,
                holds,
                this::prepare);
        this.preparing = newBackoff();
        PartitionsLook partitions = new PartitionsLook(bridge);
        BalanceCheck balance = new BalanceCheck(asking, partitions, streams, clock);
        telemetry.gauge(Metric.UNEVEN_BALANCE, balance::uneven);
        IdWindow window = new IdWindow(config.idWindow(), seen);
        DayExport export = new DayExport(vertx, config, telemetry);
        DayEnds days = new DayEnds(connections, streams, window, clock, export, health);
        this.chores = List.of(
                new Chore(WATCH_EVERY, new Watchdog(owned, health, holds::mayStore, config.stall(), clock)::look),
                new Chore(EXPIRE_IDS_EVERY, new IdExpiry(control, window, telemetry.counter(Metric.EXPIRED_IDS))::next),
                new Chore(LOOK_AT_TROUBLE_EVERY, new TroubleGauge(asking, telemetry, health)::look),
                new Chore(CHECK_BALANCE_EVERY, balance::next),
                new Chore(DAYS_EVERY, () -> days.makeAndEnd(tables)),
                new Chore(LOOK_AT_REFUSED_EVERY, this::prepareRefused));
        this.admin = new Admin(
                new Operations(config, bus, streams, connections, control, asking, bridge, partitions, health, clock)
                        .all());
    }

    /** Of a storing transaction, and of each of its statements. */
    static Duration deadline(DatabaseConfig config) {
        return config.statementTimeout().plus(Operations.SERVER_FIRST);
    }

    private Backoff newBackoff() {
        return new Backoff(config.retry(), () -> ThreadLocalRandom.current().nextDouble());
    }

    private PartitionReader newReader(Claim claim) {
        return new PartitionReader(vertx, bridge, claim, this, newBackoff(), config.fetchWait());
    }

    /** Answers at once; the database may come later. */
    Future<Void> start() {
        answering.add(bus.answer(Address.STATUS.text(), StatusRequest.class, new StatusReader(asking, rules)::answer));
        answering.add(bus.answer(Address.ADMIN.text(), AdminQuestion.class, admin::answer));
        beat();
        vertx.setPeriodic(config.leaseRenewal().toMillis(), timer -> beat());
        prepareUntilItWorks();
        return Future.all(answering.stream().map(MessageConsumer::completion).toList())
                .mapEmpty();
    }

    private void prepareUntilItWorks() {
        if (stopping) {
            return;
        }
        prepare()
                .onSuccess(ready -> {
                    preparing.succeeded();
                    health.back();
                    go();
                })
                .onFailure(failure -> {
                    health.away(failure);
                    vertx.setTimer(preparing.next(), timer -> prepareUntilItWorks());
                });
    }

    /** Everything that storing needs of the database. */
    private Future<Void> prepare() {
        return migrations
                .run()
                .compose(migrated -> tables.prepare())
                .onSuccess(this::refuse)
                .compose(ready -> control.run(Sql.FORGET_OLD_LEASES, Tuple.tuple()))
                .mapEmpty();
    }

    /** Somebody may have mended a stream's table. */
    private void prepareRefused() {
        if (!refused.isEmpty()) {
            tables.prepare().onSuccess(this::refuse);
        }
    }

    private void refuse(Map<String, String> reasons) {
        refused = reasons;
        health.refused(reasons);
    }

    private void go() {
        if (stopping) {
            return;
        }
        isPrepared = true;
        beat();
        chores.forEach(chore -> vertx.setPeriodic(
                0, chore.every().toMillis(), timer -> chore.work().run()));
    }

    private void beat() {
        if (stopping) {
            return;
        }
        leases.renew(isPrepared);
        if (!isPrepared) {
            return;
        }
        pauses.look().onFailure(this::pausesUnknown);
        if (!settling && pauses.isKnown()) {
            settling = true;
            describeNowAndThen()
                    .compose(described -> ownership.settle())
                    .onSuccess(settled -> health.looked())
                    .onFailure(health::looksFail)
                    .onComplete(done -> settling = false);
        }
    }

    /** Kafka away is no reason not to settle what is known. */
    private Future<Void> describeNowAndThen() {
        long now = System.nanoTime();
        if (describedAt != 0 && now - describedAt < DESCRIBE_EVERY.toNanos()) {
            return Future.succeededFuture();
        }
        long begun = clock.millis();
        return bridge.describe()
                .onSuccess(described -> describedAt = now)
                .onSuccess(described -> seen.saw(described, begun))
                .compose(
                        described -> ownership.addPartitions(described).onSuccess(added -> gaps.saw(described)),
                        failure -> Future.succeededFuture());
    }

    /** Nothing is claimed before it is known what is paused; later on what was known holds. */
    private void pausesUnknown(Throwable failure) {
        if (!pauses.isKnown()) {
            health.looksFail(failure);
        }
    }

    private void pausesChanged() {
        health.paused(pauses.current());
        loop.wake();
    }

    @Override
    public void ready() {
        loop.wake();
    }

    @Override
    public void incident(PartitionKey key, SluiceException why) {
        String known = gaps.text(key);
        if (known == null) {
            describedAt = 0;
        }
        health.incident(key, DatabaseHealth.Cause.LOG, known == null ? why.detail() : known);
    }

    @Override
    public void well(PartitionKey key) {
        gaps.well(key);
        health.well(key, DatabaseHealth.Cause.LOG);
    }

    @Override
    public int batchBytes() {
        return Math.max(BatchSize.LEAST_BYTES, size.bytes() / Math.max(1, owned.busy()));
    }

    /** Source first: no new questions, the transaction ends, partitions and lease go back, connections close. */
    Future<Void> stop() {
        stopping = true;
        return Future.join(answering.stream().map(MessageConsumer::unregister).toList())
                .otherwiseEmpty()
                .compose(unregistered -> loop.stop())
                .eventually(ownership::giveBackAll)
                .eventually(leases::end)
                .eventually(control::drop)
                .eventually(asking::drop);
    }
}
