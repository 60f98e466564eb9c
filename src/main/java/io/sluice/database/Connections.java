package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections with the settings that bound what a session may cost others. */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** A frozen owner's open transaction keeps its partitions' rows locked: PostgreSQL ends it after this. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(2);

    private static final int CACHED_STATEMENTS = 256;

    private final Vertx vertx;
    private final DatabaseConfig config;

    Connections(Vertx vertx, DatabaseConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** A connection of the writer, opened when it is needed. */
    HeldConnection held(String purpose, Duration deadline) {
        return new HeldConnection(() -> writer(purpose), deadline);
    }

    /** A connection of the writer that its user holds, and closes. */
    Future<PgConnection> writer(String purpose) {
        return open(config.writer(), purpose);
    }

    /** A connection of the role that owns the tables. */
    Future<PgConnection> maintenance(String purpose) {
        return open(config.maintenance(), purpose);
    }

    /** A connection of the role that may only look, opened when it is needed; each of its statements may take so long. */
    HeldConnection heldReader(String purpose, Duration statementTimeout) {
        return new HeldConnection(
                () -> open(
                        purpose,
                        options(config.reader(), purpose).addProperty("statement_timeout", millis(statementTimeout))),
                statementTimeout);
    }

    /** A connection that comes too late is closed: nobody would. */
    private Future<PgConnection> open(DatabaseConfig.Login login, String purpose) {
        return open(purpose, options(login, purpose));
    }

    private Future<PgConnection> open(String purpose, PgConnectOptions options) {
        Future<PgConnection> opening = PgConnection.connect(vertx, options);
        return opening.timeout(config.statementTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(connection -> connection.exceptionHandler(failure -> LOG.atDebug()
                        .addKeyValue("purpose", purpose)
                        .addKeyValue("reason", String.valueOf(failure.getMessage()))
                        .log("PostgreSQL ended a connection")))
                .onFailure(failure -> {
                    if (failure instanceof TimeoutException) {
                        opening.onSuccess(PgConnection::close);
                    }
                });
    }

    private PgConnectOptions options(DatabaseConfig.Login login, String purpose) {
        PgConnectOptions options = PgConnectOptions.fromUri(config.url())
                .setUser(login.user())
                .setPassword(login.password().reveal());
        // Without the filter a statement of more than 2048 characters would be parsed and planned each time.
        options.setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .setPreparedStatementCacheSqlFilter(sql -> true);
        return options.addProperty("application_name", "sluice " + purpose)
                .addProperty("TimeZone", "UTC")
                .addProperty("statement_timeout", millis(config.statementTimeout()))
                .addProperty("lock_timeout", millis(config.lease()))
                .addProperty("idle_in_transaction_session_timeout", millis(IDLE_IN_TRANSACTION));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
