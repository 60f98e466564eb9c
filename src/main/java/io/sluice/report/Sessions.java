package io.sluice.report;

import io.sluice.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** Opens connections whose cost to others is bounded. Blocks; thread-safe. */
final class Sessions {
    private static final Duration SOCKET_MARGIN = Duration.ofSeconds(10);
    /** A frozen node's session must not keep its locks. */
    private static final String IDLE = "10min";

    private static final Duration LOCKS = Duration.ofSeconds(10);

    private final DatabaseConfig config;
    private final Duration statementTimeout;

    Sessions(DatabaseConfig config, Duration statementTimeout) {
        this.config = config;
        this.statementTimeout = statementTimeout;
    }

    /** Of the role that owns the tables: fills rollups and keeps results. */
    Connection maintenance() throws SQLException {
        return open(config.maintenance(), "sluice reports");
    }

    /** The role that may only look. */
    String readerName() {
        return config.reader().user();
    }

    /** Of the role that may only look, in transactions that can't write. */
    Connection reader() throws SQLException {
        Connection connection = open(config.reader(), "sluice report");
        connection.setReadOnly(true);
        return connection;
    }

    private Connection open(DatabaseConfig.Login login, String purpose) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password().reveal());
        properties.setProperty("ApplicationName", purpose);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "socketTimeout",
                Long.toString(statementTimeout.plus(SOCKET_MARGIN).toSeconds()));
        Connection connection = DriverManager.getConnection("jdbc:" + config.url(), properties);
        try (Statement statement = connection.createStatement()) {
            // What a report reads is small: to compile its plan takes longer than to run it.
            statement.execute(
                    "SET TimeZone = 'UTC'; SET jit = off; SET statement_timeout = " + statementTimeout.toMillis()
                            + "; SET lock_timeout = " + LOCKS.toMillis() + "; SET idle_session_timeout = '" + IDLE
                            + "'; SET idle_in_transaction_session_timeout = '" + IDLE + "'");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
