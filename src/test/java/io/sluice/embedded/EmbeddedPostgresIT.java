package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path folder;

    @Test
    void keepsItsDataAcrossARestart() throws SQLException {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder.resolve("data"), 0)) {
            execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            assertThat(read(first, "SHOW fsync")).isEqualTo("on");
            assertThat(read(first, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(read(first, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }

        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder.resolve("data"), 0)) {
            assertThat(read(second, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void namesABusyPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("data"), port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void takesTheFolderBackFromAServerWhoseJvmWasKilled() throws Exception {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartAndHalt.class.getName(),
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("halted.log").toFile())
                .start();
        assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(LeftoverPostmaster.running(folder.resolve("data"))).isPresent();

        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder.resolve("data"), 0)) {
            assertThat(read(next, "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void leavesNoServerBehindWhenItCannotBePrepared() throws SQLException {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder.resolve("data"), 0)) {
            breakForTheNextStart(first);
        }

        assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("data"), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("read-only transaction");

        assertThat(LeftoverPostmaster.running(folder.resolve("data"))).isEmpty();
    }

    private static void breakForTheNextStart(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres", "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE sluice");
            statement.execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
        }
    }

    /** Starts a server and is gone without a word, as by kill -9. */
    static final class StartAndHalt {
        @SuppressWarnings("MustBeClosedChecker")
        public static void main(String[] arguments) throws SQLException {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
            execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
            Runtime.getRuntime().halt(137);
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres)) {
            return io.sluice.support.PostgresFixture.query(connection, sql)
                    .get(0)
                    .get(0);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection("jdbc:" + postgres.url(), "sluice_maintenance", "sluice");
    }
}
