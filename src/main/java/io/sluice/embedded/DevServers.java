package io.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The two embedded servers of a development node. */
final class DevServers implements AutoCloseable {
    private final DataLock lock;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private DevServers(DataLock lock, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        this.lock = lock;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    static Path postgresFolder(Path data) {
        return data.resolve("postgres");
    }

    /** Starts both on a folder that is held by {@code lock}, which is given up when they are closed. */
    static DevServers start(Path data, DataLock lock, DevPorts ports) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(postgresFolder(data), ports.postgres());
        try {
            return new DevServers(lock, EmbeddedKafka.start(data.resolve("kafka"), ports.kafka()), postgres);
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        } catch (LinkageError e) {
            // Kafka's classes add shutdown hooks when they are loaded, and can't be once the JVM is ending.
            postgres.close();
            throw new IllegalStateException("Kafka was not started", e);
        }
    }

    /** Kafka's bootstrap server, {@code 127.0.0.1:PORT}. */
    String kafka() {
        return kafka.servers();
    }

    /** {@code postgresql://127.0.0.1:PORT/sluice}. */
    String postgres() {
        return postgres.url();
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
