package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.message.FetchedRecord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events that PostgreSQL refuses: those that are no jsonb or don't fit a column, in one question; only where that
 * finds none, by halving, in transactions that are taken back. Everything else of the batch is stored.
 */
final class CulpritSearch {
    /** What an entry of the trouble queue says of a reason at most: PostgreSQL may quote a whole value. */
    private static final int REASON_CHARACTERS = 500;

    private final Pipeline pipeline;
    private final Duration deadline;

    /** After {@code deadline} without an answer the connection is closed, and the search fails. */
    CulpritSearch(Pipeline pipeline, Duration deadline) {
        this.pipeline = pipeline;
        this.deadline = deadline;
    }

    /**
     * Adds culprits of one stream's batches to the troubles. There may be more of another kind: the next try shows it.
     *
     * @param days makes the days of the batches: called before halving, where a missing one would be in the way
     * @return whether any was found; fails when the server went away meanwhile
     */
    Future<Boolean> findCulprits(
            PgConnection connection, List<Batch> ofStream, Troubles troubles, Supplier<Future<Void>> days) {
        List<Candidate> candidates = candidates(ofStream, troubles);
        int before = troubles.size();
        return unfit(connection, ofStream.get(0).stream(), candidates, troubles)
                .compose(asked -> troubles.size() > before
                        ? Future.succeededFuture()
                        : days.get().compose(made -> halve(connection, ofStream.get(0), candidates, troubles)))
                .map(done -> troubles.size() > before);
    }

    private static List<Candidate> candidates(List<Batch> batches, Troubles troubles) {
        List<Candidate> candidates = new ArrayList<>();
        for (Batch batch : batches) {
            for (FetchedRecord record : batch.records()) {
                if (record.defect() == null) {
                    addLines(batch.key(), record, candidates);
                }
            }
        }
        return remaining(candidates, troubles);
    }

    private static void addLines(PartitionKey key, FetchedRecord record, List<Candidate> candidates) {
        List<Buffer> lines = Lines.split(record.value());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > 0) {
                candidates.add(new Candidate(new EventRef(key, record.offset(), i), record, lines.get(i)));
            }
        }
    }

    private static List<Candidate> remaining(List<Candidate> candidates, Troubles troubles) {
        return candidates.stream()
                .filter(event -> !troubles.contains(event.ref()))
                .toList();
    }

    private Future<Void> unfit(PgConnection connection, Stream stream, List<Candidate> events, Troubles troubles) {
        String[] lines = ArrayColumn.of(events, event -> Lines.text(event.payload()), String[]::new);
        return Deadline.on(
                        connection,
                        deadline,
                        connection
                                .preparedQuery(StoreStatement.unfit(stream))
                                .execute(Tuple.tuple().addArrayOfString(lines)))
                .map(rows -> {
                    rows.forEach(row -> troubles.add(trouble(
                            events.get(Math.toIntExact(row.getLong("place")) - 1),
                            row.getString("sql_error_code"),
                            row.getString("message"))));
                    return null;
                });
    }

    private Future<Void> halve(PgConnection connection, Batch batch, List<Candidate> events, Troubles troubles) {
        if (events.isEmpty()) {
            return Future.succeededFuture();
        }
        Stream stream = batch.stream();
        Step step = Rows.ofEvents(batch.topicId(), events).step(stream);
        return pipeline.tryOut(connection, List.of(step)).recover(failure -> {
            PipelineException refused = (PipelineException) failure;
            if (SqlFailure.of(refused.first()) != SqlFailure.DATA) {
                return Future.failedFuture(failure);
            }
            if (events.size() == 1) {
                PgException answer = (PgException) refused.first();
                troubles.add(trouble(events.get(0), answer.getSqlState(), answer.getErrorMessage()));
                return Future.succeededFuture();
            }
            int middle = events.size() / 2;
            return halve(connection, batch, events.subList(0, middle), troubles)
                    .compose(left -> halve(connection, batch, events.subList(middle, events.size()), troubles));
        });
    }

    private static Trouble trouble(Candidate event, @Nullable String sqlstate, @Nullable String message) {
        String reason = String.valueOf(message);
        return new Trouble(
                event.ref(),
                Trouble.OF_DATABASE,
                reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS),
                sqlstate,
                event.payload());
    }
}
