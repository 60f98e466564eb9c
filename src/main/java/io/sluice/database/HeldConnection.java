package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection that is opened when it is needed and kept until somebody drops it. Used on one event loop. */
final class HeldConnection {
    private final Supplier<Future<PgConnection>> opener;
    private @Nullable PgConnection open;

    HeldConnection(Supplier<Future<PgConnection>> opener) {
        this.opener = opener;
    }

    /** Not to be called again before the answer. */
    Future<PgConnection> get() {
        PgConnection connection = open;
        return connection == null ? opener.get().onSuccess(this::keep) : Future.succeededFuture(connection);
    }

    private void keep(PgConnection connection) {
        open = connection;
        connection.closeHandler(closed -> {
            if (open == connection) {
                open = null;
            }
        });
    }

    /** Closes it; the next user gets a new one. Never fails. */
    Future<Void> drop() {
        PgConnection connection = open;
        open = null;
        return connection == null
                ? Future.succeededFuture()
                : connection.close().otherwiseEmpty();
    }
}
