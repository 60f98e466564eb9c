package io.sluice.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A topic, read by a plain consumer without a group. Blocks. */
final class KafkaLog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Brokers' clocks differ, and a new leader's may be behind: records of a day may stand this far among the next one's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private final Map<String, Object> settings;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Where a day lies in a partition.
     *
     * @param logStart what Kafka still holds begins here
     * @param first    the first record that may be of the day
     * @param dayEnd   the first record that is of a later day
     * @param end      behind the last one that may be of the day
     */
    record Window(long logStart, long first, long dayEnd, long end) {
        /** Whether the day began before what Kafka still holds, as far as can be seen. */
        boolean isCut() {
            return logStart > 0 && first == logStart;
        }
    }

    KafkaLog(String servers, String topic) {
        this.topic = topic;
        settings = new HashMap<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                ConsumerConfig.CLIENT_ID_CONFIG, "sluice-audit",
                ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, ""));
        Map<String, Object> reading = new HashMap<>(settings);
        reading.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        reading.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A poll's records lie in memory, inflated, with what PostgreSQL makes of them.
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        reading.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 256 << 10);
        consumer = new KafkaConsumer<>(reading);
    }

    /** The topic's id, and that Kafka can be asked at all. */
    UUID topicId() {
        try (Admin admin = Admin.create(settings)) {
            TopicDescription described = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(topic);
            if (described == null) {
                throw new AuditException("Kafka has no topic " + topic);
            }
            return new UUID(
                    described.topicId().getMostSignificantBits(),
                    described.topicId().getLeastSignificantBits());
        } catch (ExecutionException | TimeoutException e) {
            throw new AuditException("Kafka can't be asked for topic " + topic + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditException("interrupted");
        }
    }

    Window window(int partition, Instant begin, Instant end) {
        TopicPartition key = new TopicPartition(topic, partition);
        // Asked for a partition that isn't assigned, the client warns.
        consumer.assign(List.of(key));
        long logStart = consumer.beginningOffsets(List.of(key), PATIENCE).getOrDefault(key, 0L);
        long logEnd = consumer.endOffsets(List.of(key), PATIENCE).getOrDefault(key, 0L);
        return new Window(
                logStart,
                firstSince(key, begin, logEnd),
                firstSince(key, end, logEnd),
                firstSince(key, end.plus(CLOCKS_DIFFER), logEnd));
    }

    /** The partitions' numbers. */
    List<Integer> partitions() {
        return consumer.partitionsFor(topic, PATIENCE).stream()
                .map(PartitionInfo::partition)
                .sorted()
                .toList();
    }

    private long firstSince(TopicPartition key, Instant time, long otherwise) {
        OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(key, time.toEpochMilli()), PATIENCE)
                .get(key);
        return found == null ? otherwise : Math.min(found.offset(), otherwise);
    }

    /** Hands the records on, a poll at a time, in order. */
    void read(int partition, long first, long end, Pace pace, Consumer<List<ConsumerRecord<byte[], byte[]>>> taker) {
        TopicPartition key = new TopicPartition(topic, partition);
        consumer.assign(List.of(key));
        consumer.seek(key, first);
        long next = first;
        long heard = System.nanoTime();
        while (next < end) {
            List<ConsumerRecord<byte[], byte[]>> polled = consumer.poll(POLL).records(key).stream()
                    .filter(record -> record.offset() < end)
                    .toList();
            if (!polled.isEmpty()) {
                pace.spend(polled.stream()
                        .mapToLong(record -> Math.max(0, record.serializedValueSize()))
                        .sum());
                taker.accept(polled);
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new AuditException("Kafka gives nothing of partition " + partition + " from offset " + next);
            }
            next = consumer.position(key, PATIENCE);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
