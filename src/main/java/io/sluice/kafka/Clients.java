package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/**
 * Kafka's clients of one bridge.
 *
 * @param producer vertx-kafka-client's, for its close; records go to the client in it, see docs/adr/0004-kafka-client.md
 * @param consumer for the reader's thread only, which also closes it
 * @param another  makes another client for administration, as {@link AdminClient} wants it
 */
record Clients(
        KafkaProducer<byte[], byte[]> producer,
        KafkaConsumer<byte[], byte[]> consumer,
        Admin admin,
        Supplier<Admin> another) {
    static final long CLOSE_MILLIS = 3_000;

    /** Makes a bridge's clients. */
    interface Maker {
        /** Blocks; throws KafkaException when they can't be made now. */
        Clients make(Vertx vertx, KafkaConfig config, String node);
    }

    /**
     * Makes all three. It blocks, since the servers' names are looked up.
     *
     * @throws KafkaException when no server's name is known, or a setting is wrong
     */
    static Clients make(Vertx vertx, KafkaConfig config, String node) {
        Supplier<Admin> another = () -> Admin.create(ClientSettings.admin(config, node));
        Admin admin = another.get();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ClientSettings.consumer(config, node));
        return new Clients(
                KafkaProducer.create(vertx, ClientSettings.producer(config, node)), consumer, admin, another);
    }

    /** Whether the producer can send to a topic at once. Asking makes it find out, and keeps it from forgetting. */
    boolean producerKnows(String topic) {
        try {
            return !producer.unwrap().partitionsFor(topic).isEmpty();
        } catch (KafkaException notYet) {
            return false;
        }
    }
}
