package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of Kafka's clients, each with its reason. Pure. */
final class ClientSettings {
    /** Group commit: while one request is under way the next batch fills, so this bounds what one carries for a partition. */
    private static final int BATCH_BYTES = 256 << 10;
    /** A broker that is back is found within this. */
    private static final int RECONNECT_MAX_MILLIS = 500;
    /** A newly wanted partition waits behind a fetch that is under way at its broker: at most this long. */
    private static final int FETCH_WAIT_MILLIS = 100;
    /**
     * A broker answers a fetch within {@link #FETCH_WAIT_MILLIS}. With the client's own default, 30 s, a connection that fell
     * silent would stop storing for as long.
     */
    private static final int READ_MILLIS = 3_000;
    /**
     * What a broker gives in one go, compressed. A poll inflates it all, and lz4 makes at most 255 bytes of one: with the
     * client's own default of 50 MiB, 100 records of a few kilobytes each became 400 MiB (PollBoundIT).
     */
    private static final int FETCH_BYTES = 256 << 10;
    /** What a poll decodes in one go; the smaller a record the more of them fit into the prefetch. */
    private static final int RECORDS_PER_POLL = 500;
    /** How long one question to Kafka's administration may take before Kafka counts as away. */
    static final int ADMIN_MILLIS = 1_500;
    /**
     * How long the client waits for one connection within that. It gives up a connection that doesn't get ready only while a
     * question waits for it: were the two times the same, each question would end just before.
     */
    private static final int ADMIN_ATTEMPT_MILLIS = 700;

    private ClientSettings() {}

    static Map<String, String> producer(KafkaConfig config, String node) {
        Map<String, String> settings = common(config, node, "producer");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        // Both explicitly: with either left out, a setting that conflicts turns idempotence off without a word.
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        long delivery = config.deliveryTimeout().toMillis();
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(delivery));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(Math.max(1, delivery / 2)));
        // 0: send never waits, neither for metadata nor for memory; it says so at once, and nothing was written.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(BATCH_BYTES));
        settings.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Long.toString(config.maxRecord().bytes()));
        // A batch holds memory for its whole size: the own byte budget, maxInFlight, must be what ends first.
        settings.put(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Long.toString(2 * config.maxInFlight().bytes() + 16L * BATCH_BYTES));
        return settings;
    }

    static Map<String, Object> consumer(KafkaConfig config, String node) {
        Map<String, Object> settings = new HashMap<>(common(config, node, "reader"));
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Integer.toString(FETCH_WAIT_MILLIS));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(READ_MILLIS));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(RECORDS_PER_POLL));
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
        settings.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Long.toString(Math.min(FETCH_BYTES, config.prefetch().bytes())));
        return settings;
    }

    static Map<String, Object> admin(KafkaConfig config, String node) {
        Map<String, Object> settings = new HashMap<>(common(config, node, "admin"));
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(ADMIN_ATTEMPT_MILLIS));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ADMIN_MILLIS));
        return settings;
    }

    private static Map<String, String> common(KafkaConfig config, String node, String part) {
        Map<String, String> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.servers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "sluice-" + node + '-' + part);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, Integer.toString(RECONNECT_MAX_MILLIS));
        // Nobody asks for them, and the client's own reporter registers MBeans that two nodes in one JVM would share.
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        return settings;
    }
}
