package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;

/**
 * Reads some time of a stream in Kafka once more and compares every event with what PostgreSQL has of it.
 *
 * <pre>
 *   PostgreSQL: one snapshot, which is never ahead of the log ─▶ how far is stored
 *   Kafka: each partition from the first record of the time to there, beside the rows and entries of the snapshot
 * </pre>
 *
 * It holds a portion of either at a time, however much there is. Blocks; used by one thread.
 */
public final class Audit {
    private static final String ROWS = "rows";
    private static final String ENTRIES = "entries of trouble";

    private final KafkaConfig kafka;
    private final DatabaseConfig database;
    private final Stream stream;
    private final Pace pace;

    public Audit(KafkaConfig kafka, DatabaseConfig database, Stream stream, Pace pace) {
        this.kafka = kafka;
        this.database = database;
        this.stream = stream;
        this.pace = pace;
    }

    /**
     * Compares a day of receipt, and tells what it finds.
     *
     * @throws AuditException when that can't be done, or not be ended
     */
    public void day(LocalDate day, Findings findings) {
        time(startOf(day), startOf(day.plusDays(1)), findings);
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The same for whole quarters of an hour, {@code end} exclusive. */
    void time(Instant begin, Instant end, Findings findings) {
        looking((log, topic) -> {
            try (Snapshot snapshot = new Snapshot(database, stream, topic, begin, end)) {
                compare(log, snapshot, begin, end, findings);
            }
            return true;
        });
    }

    /** Whether everything that Kafka received before then is stored. */
    boolean isStoredTo(Instant time) {
        return looking((log, topic) -> {
            try (Snapshot snapshot = new Snapshot(database, stream, topic, time, time)) {
                Map<Integer, Long> next = snapshot.nextOffsets(stream.topic(kafka));
                return log.partitions().stream()
                        .allMatch(partition -> next.getOrDefault(partition, 0L)
                                >= log.window(partition, time, time).dayEnd());
            }
        });
    }

    private interface Look {
        boolean at(KafkaLog log, UUID topic) throws SQLException;
    }

    private boolean looking(Look look) {
        try (KafkaLog log = new KafkaLog(kafka.servers(), stream.topic(kafka))) {
            return look.at(log, log.topicId());
        } catch (SQLException e) {
            throw new AuditException("PostgreSQL can't be asked: " + e.getMessage());
        } catch (KafkaException e) {
            throw new AuditException("Kafka can't be read: " + e.getMessage());
        }
    }

    private void compare(KafkaLog log, Snapshot snapshot, Instant begin, Instant end, Findings findings)
            throws SQLException {
        Map<Integer, Long> stored = snapshot.nextOffsets(stream.topic(kafka));
        TreeSet<Integer> partitions = new TreeSet<>(stored.keySet());
        partitions.addAll(log.partitions());
        Cursor rows = snapshot.rows();
        Cursor entries = snapshot.entries();
        for (int partition : partitions) {
            others(rows, partition, ROWS, findings);
            others(entries, partition, ENTRIES, findings);
            KafkaLog.Window window = log.window(partition, begin, end);
            long next = stored.getOrDefault(partition, 0L);
            boolean isWhole = isWhole(snapshot, rows, entries, partition, window, next, findings);
            Comparison comparison =
                    new Comparison(snapshot, rows, entries, partition, window.first(), begin, end, findings);
            long limit = Math.min(next, window.end());
            log.read(partition, window.first(), limit, pace, comparison::take);
            comparison.end(limit, isWhole);
        }
        others(rows, Integer.MAX_VALUE, ROWS, findings);
        others(entries, Integer.MAX_VALUE, ENTRIES, findings);
    }

    /** Whether what was counted can be laid beside what will be found; says what can't be looked at. */
    private static boolean isWhole(
            Snapshot snapshot,
            Cursor rows,
            Cursor entries,
            int partition,
            KafkaLog.Window window,
            long next,
            Findings findings)
            throws SQLException {
        if (window.isCut()) {
            long passed = rows.passBelow(partition, window.first()) + entries.passBelow(partition, window.first());
            findings.unchecked("partition " + partition + ": Kafka holds it from offset " + window.first() + " on; "
                    + passed + " rows and entries before that were passed over");
        }
        if (next < window.dayEnd()) {
            findings.unchecked("partition " + partition + ": offsets " + Math.max(next, window.first()) + " to "
                    + (window.dayEnd() - 1) + " of the day are not stored yet");
        }
        boolean wasCut = snapshot.wasCut(partition);
        if (wasCut) {
            findings.unchecked("partition " + partition + ": what was stored of the history that its log lost, as was"
                    + " acknowledged");
        }
        return !window.isCut() && !wasCut;
    }

    private static void others(Cursor cursor, int partition, String what, Findings findings) throws SQLException {
        long passed = cursor.passOthers(
                partition,
                unknown -> findings.fault(
                        Findings.Kind.INVENTED,
                        unknown.partition(),
                        unknown.offset(),
                        unknown.index(),
                        "one of " + what + ", of a partition that Kafka hasn't"));
        if (passed > 0) {
            findings.unchecked(passed + " " + what + " are of an earlier topic of this name");
        }
    }
}
