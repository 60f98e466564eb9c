package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteSize;
import io.sluice.config.KafkaConfig;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.support.KafkaFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What senders can make one poll of the reader hold: records that compress very well are inflated all at once. */
@ExtendWith(KafkaFixture.class)
class PollBoundIT {
    private static final int RECORDS = 100;
    private static final int RECORD_BYTES = 4 << 20;
    private static final long MOST_BYTES = 72L << 20;

    private final TopicPartition partition = new TopicPartition("logs." + KafkaFixture.uniqueStream(), 0);

    @Test
    void recordsThatCompressWellDoNotFillTheMemory(EmbeddedKafka kafka) throws Exception {
        KafkaConfig config = config(kafka);
        fill(config);

        List<Long> polls = readAll(config);

        assertThat(polls).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES));
    }

    private void fill(KafkaConfig config) throws Exception {
        try (Admin admin = Admin.create(ClientSettings.admin(config, "bound"))) {
            Map<String, String> large = Map.of(
                    "max.message.bytes", String.valueOf(config.maxRecord().bytes()));
            admin.createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1).configs(large)))
                    .all()
                    .get();
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(withTimeToBlock(ClientSettings.producer(config, "bound")))) {
            byte[] value = "{\"a\":1}\n".repeat(RECORD_BYTES / 8).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), value)).get();
            }
        }
    }

    private static Map<String, Object> withTimeToBlock(Map<String, String> settings) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put("max.block.ms", "5000");
        return changed;
    }

    /** The bytes of each poll's values, until all records are read. */
    private List<Long> readAll(KafkaConfig config) {
        List<Long> polls = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(ClientSettings.consumer(config, "bound"))) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            int read = 0;
            while (read < RECORDS) {
                long bytes = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
                    bytes += record.value().length;
                    read++;
                }
                polls.add(bytes);
            }
        }
        return polls;
    }

    private static KafkaConfig config(EmbeddedKafka kafka) {
        KafkaConfig small = BridgeFixture.config(kafka.servers(), Duration.ofMinutes(1));
        return new KafkaConfig(
                small.servers(),
                small.topicPrefix(),
                small.groupId(),
                small.deliveryTimeout(),
                ByteSize.parse("4200KiB"),
                ByteSize.parse("48MiB"),
                ByteSize.parse("2MiB"),
                small.readerIdle(),
                small.replicationFactor(),
                small.minInSyncReplicas(),
                small.allowUnsafe(),
                small.retentionCheck(),
                small.topicBudget());
    }
}
