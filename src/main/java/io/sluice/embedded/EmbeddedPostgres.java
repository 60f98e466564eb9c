package io.sluice.embedded;

import io.sluice.config.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * A real PostgreSQL as a child process, for development and tests: durable settings, loopback only, data kept in its
 * folder across restarts. It has a database {@code sluice} and the roles sluice_writer, sluice_reader and
 * sluice_maintenance, whose password is {@code sluice}. Works as root and as a normal user. Every method blocks.
 * It outlives its JVM unless it is closed: there is no shutdown hook, which would end it before its users.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration START = Duration.ofSeconds(30);
    private static final String SUPERUSER = "postgres";

    /** The packaging this stands on starts a server that may lose what it acknowledged; these settings undo that. */
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", HOST,
            "unix_socket_directories", "",
            "max_connections", "100",
            "shared_buffers", "128MB",
            "max_wal_size", "1GB");

    /** The same everywhere, whatever the machine's own locale is. */
    private static final Map<String, String> LOCALE =
            Map.of("locale", "C", "locale-provider", "builtin", "builtin-locale", "C.UTF-8");

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;

    private final Path data;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    /**
     * Starts on a folder, which is made when it isn't there, and prepares roles and database when they are absent. A
     * server that a killed JVM left behind on this folder is ended first.
     *
     * @param folder where the data lies
     * @param port   0 for any free one
     * @throws IllegalStateException when the port is busy (it names it) or the server doesn't start
     */
    public static EmbeddedPostgres start(Path folder, int port) {
        Path data = folder.toAbsolutePath().normalize();
        LeftoverPostmaster.end(data);
        int free = LoopbackPort.claim(port, "PostgreSQL");
        try {
            var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(free)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START);
            SETTINGS.forEach(server::setServerConfig);
            LOCALE.forEach(server::setLocaleConfig);
            return prepared(new EmbeddedPostgres(server.start(), data));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL doesn't start on " + data + ", port " + free, e);
        }
    }

    /** The database, in the form that the configuration takes: without user and password. */
    public String url() {
        return "postgresql://" + HOST + ':' + port() + "/sluice";
    }

    public int port() {
        return server.getPort();
    }

    /** Ends the server with a checkpoint; the second time does nothing. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The packaging waits 5 seconds and then only logs; on a busy machine a checkpoint takes longer.
        LeftoverPostmaster.end(data);
    }

    /** A server that nobody gets to know would run on. */
    private static EmbeddedPostgres prepared(EmbeddedPostgres started) throws SQLException {
        try {
            started.prepare();
            return started;
        } catch (SQLException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        try (Connection connection = server.getDatabase(SUPERUSER, SUPERUSER).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql("roles"));
            if (!statement.executeQuery(sql("has_database")).next()) {
                statement.execute(sql("create_database"));
            }
        }
    }

    private static String sql(String name) {
        return new String(Resource.bytes("/db/embedded/" + name + ".sql"), StandardCharsets.UTF_8);
    }
}
