package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Opens connections with the settings that bound what a session may cost others. */
final class Connections {
    /** A frozen owner's open transaction keeps its partitions' rows locked: PostgreSQL ends it after this. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(2);

    /** For looks at offsets and leases, claims, and status questions: short statements. */
    private static final int POOL_SIZE = 2;

    /** Status questions that may wait for a connection; more fail at once. */
    private static final int POOL_WAITERS = 1_000;

    private static final int CACHED_STATEMENTS = 256;

    private final Vertx vertx;
    private final DatabaseConfig config;

    Connections(Vertx vertx, DatabaseConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** A connection of the writer that its user holds, and closes. */
    Future<PgConnection> writer(String purpose) {
        return PgConnection.connect(vertx, options(config.writer(), purpose));
    }

    /** A connection of the role that owns the tables. */
    Future<PgConnection> maintenance(String purpose) {
        return PgConnection.connect(vertx, options(config.maintenance(), purpose));
    }

    /** A few connections of the writer for short statements. */
    Pool pool() {
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(POOL_SIZE)
                        .setMaxWaitQueueSize(POOL_WAITERS)
                        .setConnectionTimeout((int) config.statementTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(options(config.writer(), "control"))
                .using(vertx)
                .build();
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
