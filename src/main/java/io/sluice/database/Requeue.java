package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.database.Mended.Outcome;
import io.sluice.failure.EventFault;
import io.sluice.failure.Problem;
import io.sluice.message.Address;
import io.sluice.message.BodyFormat;
import io.sluice.message.Bus;
import io.sluice.message.CheckRequest;
import io.sluice.message.Verified;
import io.sluice.message.VerifyRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a row of an entry of the trouble queue, at the position where the event has always been; Kafka has no part in it.
 * First the stream's check, then one transaction:
 *
 * <pre>
 *   BEGIN → settle (open → stored, out of the counts) → the ledger's id → row, counted → COMMIT, or ROLLBACK of a dry run
 *           └ raises where somebody was faster
 * </pre>
 */
final class Requeue {
    /** What settle_trouble raises. */
    private static final String NOT_OPEN = "SL004";

    static final String NOT_OPEN_NOW = "somebody else stored, discarded or edited it meanwhile";

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);

    private final Bus bus;
    private final Streams streams;
    private final Pipeline pipeline;

    Requeue(Bus bus, Streams streams, Pipeline pipeline) {
        this.bus = bus;
        this.streams = streams;
        this.pipeline = pipeline;
    }

    /** How an operator wants it. */
    record Wish(String who, String note, boolean dryRun, boolean skipSchema) {}

    /**
     * Stores the entry, or says why not.
     *
     * @param seen  the payload that the entry has now: another one means that somebody edited it meanwhile
     * @return fails when the database or the stage that checks can't be asked; then nothing was done, or a COMMIT's outcome
     *     is unknown, and trying again is harmless
     */
    Future<Mended> store(PgConnection connection, TroubleEntry entry, Buffer seen, Wish wish) {
        if (!entry.isOpen()) {
            return Future.succeededFuture(Mended.notOpen(entry));
        }
        Stream stream = streams.find(entry.stream());
        if (stream == null) {
            return refused(entry, "this node has no stream " + entry.stream());
        }
        return checked(entry, wish)
                .compose(verified -> verified.problem() != null
                        ? refused(entry, text(entry, verified.problem()))
                        : verified.events() != 1
                                ? refused(entry, "it holds " + verified.events() + " events, expected one")
                                : write(connection, stream, entry.withPayload(verified.value()), seen, wish));
    }

    private Future<Verified> checked(TroubleEntry entry, Wish wish) {
        if (wish.skipSchema()) {
            // In valid JSON a line break is only white space, and one event is one line.
            String line = Lines.text(entry.payload()).replaceAll("[\\r\\n]", " ");
            return Future.succeededFuture(new Verified(null, 1, Buffer.buffer(line)));
        }
        CheckRequest question = new CheckRequest(
                entry.stream(),
                entry.client(),
                BodyFormat.JSON,
                null,
                false,
                entry.receivedAt().toEpochMilli(),
                entry.payload());
        return bus.ask(Address.VERIFY.text(), new VerifyRequest(question), CHECK_TIMEOUT, Verified.class);
    }

    private static String text(TroubleEntry entry, Problem problem) {
        if (entry.isWholeRecord() && entry.lines() > 1) {
            return "a record as a whole becomes a row only when it holds one event, and this one holds " + entry.lines()
                    + " lines: edit it, or send its lines again and discard the entry";
        }
        if (problem.faults().isEmpty()) {
            return problem.detail();
        }
        EventFault fault = problem.faults().get(0);
        return fault.pointer().isEmpty() ? fault.reason() : fault.pointer() + ' ' + fault.reason();
    }

    private Future<Mended> write(PgConnection connection, Stream stream, TroubleEntry entry, Buffer seen, Wish wish) {
        List<Step> steps = new ArrayList<>();
        steps.add(TroubleQueue.settle(entry, "stored", seen, wish.who(), wish.note()));
        steps.addAll(Rows.ofEvent(entry.topicId(), entry.partition(), entry.record(), entry.index())
                .stepsThatReplace(stream));
        Future<Mended> done = wish.dryRun()
                ? pipeline.tryOut(connection, steps).map(new Mended(entry.id(), Outcome.WOULD_BE_STORED, null))
                : pipeline.commit(connection, steps).map(new Mended(entry.id(), Outcome.STORED, null));
        return done.recover(failure -> judge(entry, (PipelineException) failure));
    }

    private static Future<Mended> judge(TroubleEntry entry, PipelineException failure) {
        if (somebodyWasFaster(failure)) {
            return Future.succeededFuture(new Mended(entry.id(), Outcome.NOT_OPEN, NOT_OPEN_NOW));
        }
        return switch (SqlFailure.of(failure.first())) {
            case DATA -> refused(entry, "PostgreSQL refuses it: " + ((PgException) failure.first()).getErrorMessage());
            case MISSING_DAY ->
                refused(
                        entry,
                        "its day " + LocalDate.ofInstant(entry.receivedAt(), ZoneOffset.UTC)
                                + " has no table (any more): the event can only be sent again as a new one, or discarded");
            default -> Future.failedFuture(failure);
        };
    }

    /** Whether a transaction failed because the entry isn't what it was when it was read. */
    static boolean somebodyWasFaster(Throwable failure) {
        return failure instanceof PipelineException pipeline
                && pipeline.first() instanceof PgException answer
                && NOT_OPEN.equals(answer.getSqlState());
    }

    private static Future<Mended> refused(TroubleEntry entry, String why) {
        return Future.succeededFuture(Mended.refused(entry, why));
    }
}
