package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction after the other, each with what lies ready. After a failure nothing is believed: it waits, reads the
 * offsets as the database has them, and goes on from there. Used on one event loop.
 */
final class StoreLoop {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLoop.class);

    /** A server that answers but refuses the same transaction so often stays degraded until one is stored. */
    private static final int STUBBORN = 3;

    private final Vertx vertx;
    private final HeldConnection held;
    private final Storer storer;
    private final OwnedPartitions owned;
    private final BatchSize size;
    private final Backoff backoff;
    private final StoreMeters meters;
    private final DatabaseHealth health;
    private final Holds holds;
    private final Supplier<Future<Void>> prepare;

    private boolean running;
    private int failuresInARow;
    /** Tables that were prepared and still don't fit are a partition's fault. */
    private @Nullable SqlFailure lastKind;

    private boolean stopped;
    private @Nullable Promise<Void> stopping;

    StoreLoop(
            Vertx vertx,
            HeldConnection held,
            Storer storer,
            OwnedPartitions owned,
            BatchSize size,
            Backoff backoff,
            StoreMeters meters,
            DatabaseHealth health,
            Holds holds,
            Supplier<Future<Void>> prepare) {
        this.vertx = vertx;
        this.held = held;
        this.storer = storer;
        this.owned = owned;
        this.size = size;
        this.backoff = backoff;
        this.meters = meters;
        this.health = health;
        this.holds = holds;
        this.prepare = prepare;
    }

    /** Something may lie ready. */
    void wake() {
        if (running || stopped) {
            return;
        }
        holds.keepOnly(owned.keys());
        List<Batch> batches = owned.takeReady(holds.alone() ? 0 : size.bytes(), holds::mayStore);
        if (batches.isEmpty()) {
            return;
        }
        running = true;
        long started = System.nanoTime();
        storer.store(batches)
                .onSuccess(stored -> stored(stored, Duration.ofNanos(System.nanoTime() - started)))
                .onFailure(failure -> failed(batches, failure));
    }

    private void stored(Storer.Stored stored, Duration took) {
        backoff.succeeded();
        failuresInARow = 0;
        lastKind = null;
        health.back();
        size.committed(stored.batches().stream().mapToLong(Batch::bytes).sum(), took);
        meters.stored(stored, took);
        holds.stored(stored);
        stored.batches().forEach(owned::stored);
        idle();
    }

    private void failed(List<Batch> batches, Throwable failure) {
        Throwable first = failure instanceof PipelineException pipeline ? pipeline.first() : failure;
        SqlFailure kind = SqlFailure.ofTransaction(failure);
        boolean isAnsweredSo = kind == lastKind;
        lastKind = kind;
        failuresInARow++;
        meters.failed(first);
        LOG.atWarn()
                .addKeyValue("kind", kind)
                .addKeyValue("reason", String.valueOf(first.getMessage()))
                .log("a storing transaction failed");
        if (kind == SqlFailure.TOO_MUCH || first instanceof TimeoutException) {
            size.tooMuch();
        }
        if (!kind.passes() && (kind != SqlFailure.SCHEMA || isAnsweredSo)) {
            holds.failed(batches, first);
        } else if (kind == SqlFailure.SERVER || kind == SqlFailure.SCHEMA) {
            health.away(first);
        }
        held.drop().onComplete(dropped -> recoverLater(kind));
    }

    private void recoverLater(SqlFailure kind) {
        if (stopped) {
            idle();
            return;
        }
        vertx.setTimer(backoff.next(), timer -> recover(kind));
    }

    private void recover(SqlFailure kind) {
        Future<Void> prepared = kind == SqlFailure.SCHEMA ? prepare.get() : Future.succeededFuture();
        prepared.compose(ready -> readAgain())
                .onSuccess(done -> {
                    if (failuresInARow < STUBBORN || owned.keys().isEmpty()) {
                        health.back();
                    }
                    idle();
                })
                .onFailure(failure -> {
                    health.away(failure);
                    SqlFailure again = SqlFailure.of(failure);
                    held.drop().onComplete(dropped -> recoverLater(again));
                });
    }

    /** A commit may be in doubt, and the database may have been put back to an older copy: only its word counts. */
    private Future<Void> readAgain() {
        List<PartitionKey> keys = owned.keys();
        Tuple wanted = Tuple.tuple()
                .addArrayOfString(ArrayColumn.of(keys, PartitionKey::topic, String[]::new))
                .addArrayOfInteger(ArrayColumn.of(keys, PartitionKey::partition, Integer[]::new));
        return held.run(Sql.OFFSETS_LOCKED, wanted)
                .onSuccess(rows -> resetTo(rows, keys))
                .mapEmpty();
    }

    private void resetTo(RowSet<Row> rows, List<PartitionKey> asked) {
        List<PartitionKey> gone = new ArrayList<>(asked);
        for (Row row : rows) {
            PartitionKey key = new PartitionKey(row.getString("topic"), row.getInteger("partition"));
            if (owned.reset(key, row.getLong("epoch"), row.getLong("next_offset"), row.getInteger("leader_epoch"))) {
                gone.remove(key);
            }
        }
        gone.forEach(owned::remove);
    }

    private void idle() {
        running = false;
        Promise<Void> waiter = stopping;
        if (waiter == null) {
            wake();
        } else {
            waiter.tryComplete();
        }
    }

    /** Begins nothing new, and lets the running transaction end: its deadline bounds the wait. */
    Future<Void> stop() {
        stopped = true;
        Promise<Void> waiter = Promise.promise();
        stopping = waiter;
        if (!running) {
            waiter.tryComplete();
        }
        return waiter.future().eventually(held::drop);
    }
}
