package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * What a stream received in some time, read from Kafka once more by the audit's own reader, for whoever compares it with
 * something else. Blocks; used by one thread. Everything here throws {@link AuditException} when Kafka can't be read.
 */
public final class Window implements AutoCloseable {
    /** Events that are handed on together, or those of one record. */
    private static final int PORTION = 2_000;

    /** What was read of a partition; {@code behind} is the offset behind the last one. */
    public record Range(int partition, long first, long behind) {}

    /** Takes events in order, some thousands at a time. */
    public interface Taker {
        /** What it throws ends the reading. */
        void take(int partition, List<KafkaEvent> events) throws SQLException;
    }

    private final KafkaConfig kafka;
    private final DatabaseConfig database;
    private final Stream stream;
    private final Instant from;
    private final Instant to;
    private final KafkaLog log;

    /** What was received since {@code from} and before {@code to}. */
    public Window(KafkaConfig kafka, DatabaseConfig database, Stream stream, Instant from, Instant to) {
        this.kafka = kafka;
        this.database = database;
        this.stream = stream;
        this.from = from;
        this.to = to;
        this.log = new KafkaLog(kafka.servers(), stream.topic(kafka));
    }

    /** Of the topic, as long as it isn't made anew. */
    public UUID topicId() {
        return log.topicId();
    }

    /**
     * Reads what is stored by now: what comes behind it can't have rows yet, and is told as unchecked.
     *
     * @return what was read, of each partition that has any
     * @throws SQLException when PostgreSQL can't be asked, or what {@code taker} throws
     */
    public List<Range> read(UUID topicId, Taker taker, Findings findings) throws SQLException {
        Map<Integer, Long> stored = stored(topicId);
        List<Range> read = new ArrayList<>();
        try {
            for (int partition : log.partitions()) {
                KafkaLog.Window window = log.window(partition, from, to);
                long next = stored.getOrDefault(partition, 0L);
                tell(partition, window, next, findings);
                Range range = new Range(partition, window.first(), Math.min(next, window.end()));
                if (range.first() < range.behind()) {
                    read.add(range);
                    log.read(
                            partition,
                            range.first(),
                            range.behind(),
                            Pace.unlimited(),
                            records -> take(taker, partition, records));
                }
            }
        } catch (KafkaException e) {
            throw new AuditException("Kafka can't be read: " + e.getMessage());
        }
        return read;
    }

    private Map<Integer, Long> stored(UUID topicId) throws SQLException {
        try (Snapshot snapshot = new Snapshot(database, stream, topicId, from, to)) {
            return snapshot.nextOffsets(stream.topic(kafka));
        }
    }

    private static void tell(int partition, KafkaLog.Window window, long stored, Findings findings) {
        if (window.isCut()) {
            findings.unchecked("partition " + partition + ": Kafka holds it from offset " + window.first() + " on");
        }
        if (stored < window.dayEnd()) {
            findings.unchecked("partition " + partition + ": offsets " + Math.max(stored, window.first()) + " to "
                    + (window.dayEnd() - 1) + " are not stored yet");
        }
    }

    private void take(Taker taker, int partition, List<ConsumerRecord<byte[], byte[]>> polled) {
        try {
            List<KafkaEvent> portion = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (record.timestamp() >= from.toEpochMilli() && record.timestamp() < to.toEpochMilli()) {
                    portion.addAll(KafkaEvent.of(record));
                }
                if (portion.size() >= PORTION) {
                    taker.take(partition, portion);
                    portion.clear();
                }
            }
            taker.take(partition, portion);
        } catch (SQLException e) {
            throw new AuditException("PostgreSQL can't take it: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
