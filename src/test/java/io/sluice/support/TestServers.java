package io.sluice.support;

import io.sluice.embedded.EmbeddedKafka;
import io.sluice.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A Kafka and a PostgreSQL of a test's own, on ports that stay the same when a server is stopped and started again. */
public final class TestServers implements AutoCloseable {
    private final Path folder;
    private final int kafkaPort;
    private final int postgresPort;
    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;

    private TestServers(Path folder) {
        this.folder = folder;
        this.kafkaPort = Ports.free();
        this.postgresPort = Ports.free();
    }

    public static TestServers start() throws IOException {
        TestServers servers = stopped();
        servers.startPostgres();
        servers.startKafka();
        return servers;
    }

    /** Ports are chosen, nobody listens yet. */
    public static TestServers stopped() throws IOException {
        return new TestServers(Files.createTempDirectory("sluice-servers"));
    }

    public void startKafka() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort);
    }

    public void startPostgres() {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), postgresPort);
    }

    public void stopKafka() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
    }

    public void stopPostgres() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    public String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** For JDBC, as a role of the embedded server. */
    public String jdbc(String user) {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/sluice?user=" + user + "&password=sluice";
    }

    /** What a node needs to use these servers, with the ports of its own that are given. */
    public JsonObject settings(int http, int management) {
        JsonObject settings = Configs.least();
        settings.getJsonObject("http").put("port", http);
        settings.getJsonObject("management").put("port", management);
        settings.getJsonObject("kafka").put("servers", kafka());
        JsonObject database = settings.getJsonObject("database");
        database.put("url", "postgresql://127.0.0.1:" + postgresPort + "/sluice");
        for (String role : new String[] {"writer", "reader", "maintenance"}) {
            database.put(role, new JsonObject().put("user", "sluice_" + role).put("password", "sluice"));
        }
        return settings;
    }

    @Override
    public void close() throws IOException {
        stopKafka();
        stopPostgres();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
