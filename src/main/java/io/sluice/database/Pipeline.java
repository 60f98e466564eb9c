package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a transaction without waiting in between. It is stored only when every statement succeeded: COMMIT of an aborted
 * transaction answers without an error, and a statement that failed in the client is never sent while its COMMIT is.
 */
class Pipeline {
    private final Duration deadline;

    /** After {@code deadline} without an answer the connection is closed and the outcome is unknown. */
    Pipeline(Duration deadline) {
        this.deadline = deadline;
    }

    /** What each step answered. Fails with {@link PipelineException} for the first statement that failed. */
    Future<List<RowSet<Row>>> commit(PgConnection connection, List<Step> steps) {
        return run(connection, steps, Sql.COMMIT);
    }

    /** Tries statements and takes them back. Fails with {@link PipelineException}. */
    Future<Void> tryOut(PgConnection connection, List<Step> steps) {
        return run(connection, steps, Sql.ROLLBACK).mapEmpty();
    }

    private Future<List<RowSet<Row>>> run(PgConnection connection, List<Step> steps, Sql end) {
        List<Future<RowSet<Row>>> sent = new ArrayList<>();
        sent.add(connection.query(Sql.BEGIN.text()).execute());
        steps.forEach(step -> sent.add(connection.preparedQuery(step.sql()).execute(step.arguments())));
        sent.add(connection.query(end.text()).execute());
        return Future.join(sent)
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .transform(joined -> outcome(connection, sent));
    }

    private static Future<List<RowSet<Row>>> outcome(PgConnection connection, List<Future<RowSet<Row>>> sent) {
        for (Future<RowSet<Row>> statement : sent) {
            if (!statement.isComplete()) {
                connection.close();
                return Future.failedFuture(
                        new PipelineException(new TimeoutException("PostgreSQL didn't answer in time")));
            }
            if (statement.failed()) {
                return Future.failedFuture(new PipelineException(statement.cause()));
            }
        }
        return Future.succeededFuture(
                sent.subList(1, sent.size() - 1).stream().map(Future::result).toList());
    }
}
