package io.sluice.database;

import io.sluice.message.Defect;
import io.sluice.message.EventLines;
import io.sluice.message.FetchedRecord;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches in one transaction, on a connection of its own:
 *
 * <pre>
 *   try ─ stored
 *    ├─ DATA: find the events at fault, they become trouble entries ─┐
 *    ├─ KNOWN_ID: compare ids instead of claiming them ──────────────┤
 *    ├─ MISSING_DAY: make the partition ─────────────────────────────┼─ try again, a few times
 *    ├─ TALLY: records that count wrongly become trouble as a whole ─┘
 *    └─ anything else: the caller waits, reads the offsets again and goes on
 * </pre>
 */
final class Storer {
    private static final Logger LOG = LoggerFactory.getLogger(Storer.class);

    /** A round mends one cause for all batches; each cause can come once, and data errors hide each other by stream. */
    private static final int MOST_ROUNDS = 8;

    /** Duplicates seldom come alone: so many transactions after one compare ids at once. */
    private static final int COMPARING = 50;

    /** What was committed. {@code judged} is empty when no ids were compared. */
    record Stored(List<Batch> batches, List<Trouble> troubles, List<Judged> judged) {}

    private final HeldConnection held;
    private final Pipeline pipeline;
    private final CulpritSearch search;
    private final StreamTables tables;
    private int comparing;

    /** Each statement, and each transaction, has {@code deadline} for its answer; after it the connection is closed. */
    Storer(HeldConnection held, Pipeline pipeline, Duration deadline, StreamTables tables) {
        this.held = held;
        this.pipeline = pipeline;
        this.search = new CulpritSearch(pipeline, deadline);
        this.tables = tables;
    }

    /** At least one batch, at most one for each partition. Fails with what PostgreSQL said first; then nothing is stored, or it is in doubt. */
    Future<Stored> store(List<Batch> batches) {
        return round(batches, Troubles.in(batches), 1);
    }

    private Future<Stored> round(List<Batch> batches, Troubles troubles, int round) {
        IdCheck check = comparing > 0 ? IdCheck.COMPARE : IdCheck.CLAIM;
        Transaction transaction = new Transaction(batches, troubles, check);
        return held.get()
                .compose(connection -> pipeline.commit(connection, transaction.steps())
                        .map(answers -> new Stored(batches, troubles.of(batches), Judged.of(answers)))
                        .onSuccess(stored -> comparing = Math.max(0, comparing - 1))
                        .recover(failure -> round < MOST_ROUNDS && failure instanceof PipelineException first
                                ? mend(connection, transaction, batches, troubles, first)
                                        .compose(mended -> round(mended, Troubles.joined(mended, troubles), round + 1))
                                : Future.failedFuture(failure)));
    }

    /** The batches to try again; fails with the same failure when there is nothing to mend. */
    private Future<List<Batch>> mend(
            PgConnection connection,
            Transaction transaction,
            List<Batch> batches,
            Troubles troubles,
            PipelineException failure) {
        return switch (SqlFailure.of(failure.first())) {
            case DATA ->
                isolate(connection, transaction, troubles, failure, () -> tables.makeDaysOf(batches))
                        .map(batches);
            case KNOWN_ID -> compare(batches);
            case MISSING_DAY ->
                tables.makeDaysOf(batches)
                        .map(batches)
                        // What PostgreSQL says of a table is its stream's fault, not everybody's.
                        .recover(refusal -> Future.failedFuture(new PipelineException(refusal)));
            case TALLY -> withoutMiscounted(batches, failure);
            default -> Future.failedFuture(failure);
        };
    }

    private Future<List<Batch>> compare(List<Batch> batches) {
        comparing = COMPARING;
        return Future.succeededFuture(batches);
    }

    private Future<Void> isolate(
            PgConnection connection,
            Transaction transaction,
            Troubles troubles,
            PipelineException failure,
            Supplier<Future<Void>> days) {
        LOG.atWarn()
                .addKeyValue("state", String.valueOf(failure.first().getMessage()))
                .log("PostgreSQL refuses an event; looking for it");
        Future<Boolean> found = Future.succeededFuture(false);
        for (List<Batch> ofStream : transaction.byStream().values()) {
            found = found.compose(before ->
                    search.findCulprits(connection, ofStream, troubles, days).map(here -> before || here));
        }
        return found.compose(any -> any ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private static Future<List<Batch>> withoutMiscounted(List<Batch> batches, PipelineException failure) {
        List<Batch> mended = new ArrayList<>();
        for (Batch batch : batches) {
            mended.add(batch.withRecords(
                    batch.records().stream().map(Storer::asCounted).toList()));
        }
        return mended.equals(batches) ? Future.failedFuture(failure) : Future.succeededFuture(mended);
    }

    /** A record whose lines are not as many as its header says goes to trouble as a whole. */
    private static FetchedRecord asCounted(FetchedRecord record) {
        boolean counted =
                record.defect() != null || EventLines.count(record.value().getBytes()) == record.events();
        return counted ? record : Lines.defective(record, Defect.COUNT);
    }
}
