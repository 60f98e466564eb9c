package io.sluice.support;

import io.sluice.config.ByteSize;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.Secret;
import io.sluice.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh database for a test class, on one real PostgreSQL that all test classes of a JVM share:
 * {@code @RegisterExtension static final PostgresFixture POSTGRES = new PostgresFixture();}
 * As a field that isn't static it gives each test a fresh one.
 */
public final class PostgresFixture implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    private SharedServer server;
    private String database;
    private boolean ofOneTest;

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        prepare(context);
    }

    /** A static fixture has its database by now. */
    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        if (database == null) {
            prepare(context);
            ofOneTest = true;
        }
    }

    /** What nobody needs any more need not be written to disk when the server ends. */
    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        if (ofOneTest) {
            try (Connection connection = connect("postgres", "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
            }
        }
    }

    private void prepare(ExtensionContext context) throws SQLException {
        server = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(SharedServer.class, key -> new SharedServer(), SharedServer.class);
        database = "t_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect("postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + " OWNER sluice_maintenance");
        }
    }

    /** The fresh database, without user and password. */
    public String url() {
        return "postgresql://127.0.0.1:" + server.postgres.port() + '/' + database;
    }

    /** The settings of the product for the fresh database, with a short lease so that tests are quick. */
    public DatabaseConfig config() {
        return config(url());
    }

    /** The same, with ids known again for so long. */
    public DatabaseConfig config(Duration idWindow) {
        return config(url(), idWindow);
    }

    public static DatabaseConfig config(String url) {
        return config(url, Duration.ofDays(7));
    }

    private static DatabaseConfig config(String url, Duration idWindow) {
        Secret password = new Secret("sluice");
        return new DatabaseConfig(
                url,
                new DatabaseConfig.Login("sluice_writer", password),
                new DatabaseConfig.Login("sluice_reader", password),
                new DatabaseConfig.Login("sluice_maintenance", password),
                Duration.ofMillis(600),
                Duration.ofMillis(150),
                Duration.ofSeconds(5),
                new ByteSize(1 << 20),
                Duration.ofMillis(250),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                2,
                idWindow,
                Duration.ofSeconds(3),
                new ByteSize(0),
                null);
    }

    /** A connection of the superuser to the fresh database, for looking and for doing harm. */
    public Connection connect() throws SQLException {
        return connect("postgres", database);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows that a query gives, each as its columns' texts. */
    public List<List<String>> query(String sql) {
        try (Connection connection = connect()) {
            return query(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<List<String>> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private Connection connect(String user, String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.postgres.port() + '/' + name, user, "");
    }

    private static final class SharedServer implements AutoCloseable {
        private final Path folder;
        private final EmbeddedPostgres postgres;

        SharedServer() {
            try {
                folder = Files.createTempDirectory("sluice-postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            postgres = EmbeddedPostgres.start(folder.resolve("data"), 0);
        }

        @Override
        public void close() throws IOException {
            postgres.close();
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
