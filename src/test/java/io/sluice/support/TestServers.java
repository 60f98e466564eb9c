package io.sluice.support;

import io.sluice.embedded.EmbeddedKafka;
import io.sluice.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Kafka and a PostgreSQL of a test's own, on ports that stay the same when a server is stopped and started again. */
public final class TestServers implements AutoCloseable {
    private final Path folder;
    private final int kafkaPort;
    private final int postgresPort;
    private EmbeddedKafka kafka;
    private NodeProcess kafkaProcess;
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
        kafka = EmbeddedKafka.start(kafkaFolder(), kafkaPort);
    }

    /** The same; its clients are told to come to another address, {@code HOST:PORT}. */
    public void startKafka(String advertised) {
        kafka = EmbeddedKafka.start(kafkaFolder(), kafkaPort, advertised);
    }

    public void startPostgres() {
        postgres = EmbeddedPostgres.start(postgresFolder(), postgresPort);
    }

    /** Kafka as a process of its own; its clients are told to come to another port. Its output is appended to a file. */
    public void startKafkaProcess(int advertised, Path output) throws IOException {
        kafkaProcess = NodeProcess.start(
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        Path.of("target", "sluice-dev.jar") + File.pathSeparator + Path.of("target", "test-classes"),
                        KafkaProcess.class.getName(),
                        kafkaFolder().toString(),
                        String.valueOf(kafkaPort),
                        "127.0.0.1:" + advertised),
                output);
    }

    /** kill -9 of Kafka's process. */
    public void killKafka() throws InterruptedException {
        if (kafkaProcess != null) {
            kafkaProcess.kill();
        }
    }

    /** PostgreSQL's immediate shutdown: it ends without a checkpoint, and recovers when it is started again. */
    public void stopPostgresAtOnce() throws IOException {
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            new ProcessBuilder("sh", "-c", "kill -QUIT " + postmaster.get().pid()).start();
            postmaster.get().onExit().join();
        }
        stopPostgres();
    }

    public boolean isPostgresAlive() throws IOException {
        return postmaster().isPresent();
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = postgresFolder().resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
    }

    /** Where Kafka's data lie. */
    public Path kafkaFolder() {
        return folder.resolve("kafka");
    }

    /** Where PostgreSQL's data lie. */
    public Path postgresFolder() {
        return folder.resolve("postgres");
    }

    public int kafkaPort() {
        return kafkaPort;
    }

    public int postgresPort() {
        return postgresPort;
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
        if (kafkaProcess != null) {
            kafkaProcess.close();
        }
        stopPostgres();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
