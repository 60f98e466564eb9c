package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is opened when it is needed and kept until it breaks or somebody drops it. Statements are sent
 * without waiting for each other. Used on one event loop.
 */
final class HeldConnection {
    private final Supplier<Future<PgConnection>> opener;
    private final Duration deadline;
    private @Nullable Future<PgConnection> current;

    /** Each statement has {@code deadline} for its answer; after it the connection is closed. */
    HeldConnection(Supplier<Future<PgConnection>> opener, Duration deadline) {
        this.opener = opener;
        this.deadline = deadline;
    }

    /** The connection, or why there is none now; the next call tries again. */
    Future<PgConnection> get() {
        Future<PgConnection> known = current;
        if (known != null) {
            return known;
        }
        Future<PgConnection> opening = opener.get();
        current = opening;
        return opening.onSuccess(connection -> connection.closeHandler(closed -> forget(opening)))
                .onFailure(failure -> forget(opening));
    }

    private void forget(Future<PgConnection> gone) {
        if (current == gone) {
            current = null;
        }
    }

    /** Runs one statement. */
    Future<RowSet<Row>> run(Sql statement, Tuple arguments) {
        return run(statement.text(), arguments);
    }

    /** The same with a statement that was made of a template. */
    Future<RowSet<Row>> run(String statement, Tuple arguments) {
        return get().compose(connection -> Deadline.on(
                        connection,
                        deadline,
                        connection.preparedQuery(statement).execute(arguments)))
                .onFailure(this::forgetSilent);
    }

    /** A server that doesn't answer doesn't say goodbye either: the next statement must not wait for that. */
    private void forgetSilent(Throwable failure) {
        if (failure instanceof TimeoutException) {
            current = null;
        }
    }

    /** Closes it, for a moment; the next user gets a new one. Never fails. */
    Future<Void> drop() {
        Future<PgConnection> known = current;
        current = null;
        return known == null
                ? Future.succeededFuture()
                : known.compose(connection -> Deadline.close(connection))
                        .timeout(Deadline.GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }
}
