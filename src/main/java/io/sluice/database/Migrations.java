package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema to this version, under the maintenance role. Several nodes may do it at once: one waits for the other. */
final class Migrations {
    private static final int CONNECT_RETRIES = 0;

    private final Vertx vertx;
    private final DatabaseConfig config;

    Migrations(Vertx vertx, DatabaseConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Flyway speaks JDBC, which blocks: it runs on a worker. */
    Future<Void> run() {
        return vertx.executeBlocking(() -> {
            var unused = flyway().migrate();
            return null;
        });
    }

    private Flyway flyway() {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(
                        "jdbc:" + config.url() + separator() + "connectTimeout=5&socketTimeout=60",
                        config.maintenance().user(),
                        config.maintenance().password().reveal())
                .connectRetries(CONNECT_RETRIES)
                .schemas("sluice", "logs")
                .defaultSchema("sluice")
                .locations("classpath:db/migration")
                .placeholders(Map.of(
                        "writer", Sql.identifier(config.writer().user()),
                        "reader", Sql.identifier(config.reader().user())));
        return flyway.load();
    }

    private String separator() {
        return config.url().contains("?") ? "&" : "?";
    }
}
