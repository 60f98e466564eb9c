package io.sluice.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Kafka's consumer, with what the reader needs of it. Only for the reader's thread, but for {@link #wakeup}. */
final class LogConsumer {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;

    LogConsumer(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Reads a partition too. The seek comes at once: a poll before it would look for an offset that there isn't.
     *
     * @param epoch of the record before the offset, by which a log with another history shows; -1 when unknown
     */
    void open(TopicPartition partition, long offset, int epoch) {
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        assigned.add(partition);
        consumer.assign(assigned);
        Optional<Integer> leaderEpoch = epoch < 0 ? Optional.empty() : Optional.of(epoch);
        consumer.seek(partition, new OffsetAndMetadata(offset, leaderEpoch, ""));
    }

    /** No longer reads a partition. */
    void leave(TopicPartition partition) {
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        if (assigned.remove(partition)) {
            consumer.assign(assigned);
        }
    }

    boolean readsNothing() {
        return consumer.assignment().isEmpty();
    }

    /** Asks Kafka only for those partitions that have room. */
    void readOnly(Predicate<TopicPartition> hasRoom) {
        List<TopicPartition> hungry = new ArrayList<>();
        List<TopicPartition> full = new ArrayList<>();
        consumer.assignment().forEach(partition -> (hasRoom.test(partition) ? hungry : full).add(partition));
        consumer.pause(full);
        consumer.resume(hungry);
    }

    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    /** How many records of the partition were not polled yet, as far as the consumer knows. */
    long lag(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** Ends a poll, from any thread. */
    void wakeup() {
        consumer.wakeup();
    }

    /** Blocks, for a bounded time. */
    void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
