package io.sluice.embedded;

import java.nio.file.Path;

/** The two embedded servers of a development node. */
final class DevServers implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private DevServers(EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        this.kafka = kafka;
        this.postgres = postgres;
    }

    static DevServers start(Path data, DevPorts ports) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"), ports.postgres());
        try {
            return new DevServers(EmbeddedKafka.start(data.resolve("kafka"), ports.kafka()), postgres);
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
    }
}
