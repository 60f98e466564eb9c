package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A statement has a limit on the client's side too: the server's own says nothing when the way to it is cut. */
final class Deadline {
    /** Closing waits for the server's goodbye, which a frozen one, or one behind a cut, never says. */
    static final Duration GOODBYE = Duration.ofMillis(500);

    private Deadline() {}

    /** The statement's outcome; after the deadline a failure, and the connection is closed. */
    static <T> Future<T> on(PgConnection connection, Duration deadline, Future<T> statement) {
        return statement.timeout(deadline.toMillis(), TimeUnit.MILLISECONDS).onFailure(failure -> {
            if (failure instanceof TimeoutException) {
                connection.close();
            }
        });
    }

    /** Closes a connection, which says goodbye to a server that may be out of reach: nobody waits longer. Never fails. */
    static Future<Void> close(PgConnection connection) {
        return connection
                .close()
                .timeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }
}
