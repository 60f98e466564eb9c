package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.sluice.telemetry.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away, comes back, and comes back older than it was. */
class RestartIT extends Scenario {
    @TempDir
    Path folder;

    private EmbeddedPostgres server;

    @AfterEach
    void closeServer() throws Exception {
        closeNodes();
        server.close();
    }

    @Test
    void storesEachEventOnceThroughARestartAndAnOlderCopy() throws Exception {
        log.topic("nginx", 1);
        server = EmbeddedPostgres.start(folder.resolve("data"), 0);
        int port = server.port();
        String url = server.url();
        server.close();
        startNode(PostgresFixture.config(url));
        append(0, 50);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.DEGRADED));
        assertThat(health.isReady()).isTrue();

        server = EmbeddedPostgres.start(folder.resolve("data"), port);
        awaitStored(50);
        eventually(() -> assertThat(health.parts().get("database").status()).isEqualTo(Health.Status.UP));

        server.close();
        copy(folder.resolve("data"), folder.resolve("older"));
        append(50, 100);
        server = EmbeddedPostgres.start(folder.resolve("data"), port);
        append(100, 150);
        awaitStored(150);

        server.close();
        delete(folder.resolve("data"));
        copy(folder.resolve("older"), folder.resolve("data"));
        server = EmbeddedPostgres.start(folder.resolve("data"), port);
        awaitStored(150);

        append(150, 200);
        awaitStored(200);
    }

    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            log.append("nginx", 0, FakeBridge.record(now, "web", event(i)));
        }
    }

    private void awaitStored(int events) {
        String count = Integer.toString(events);
        eventually(() -> assertThat(ask("SELECT next_offset FROM sluice.consumer_offset"))
                .containsExactly(List.of(count)));
        eventually(() -> assertThat(
                        ask("SELECT count(*), count(DISTINCT kafka_offset), max(kafka_offset) + 1 FROM logs.nginx"))
                .containsExactly(List.of(count, count, count)));
    }

    private List<List<String>> ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:" + server.url(), "sluice_reader", "sluice")) {
            return PostgresFixture.query(connection, sql);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
