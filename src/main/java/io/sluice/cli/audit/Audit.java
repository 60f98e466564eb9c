package io.sluice.cli.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads a day of a stream in Kafka once more and compares every event with what PostgreSQL has of it.
 *
 * <pre>
 *   PostgreSQL: one snapshot, which is never ahead of the log ─▶ how far is stored
 *   Kafka: each partition from the day's first record to there, beside the rows and entries of the snapshot
 * </pre>
 */
final class Audit {
    private final KafkaConfig kafka;
    private final DatabaseConfig database;
    private final Stream stream;
    private final Instant begin;
    private final Instant end;
    private final Findings findings;

    Audit(KafkaConfig kafka, DatabaseConfig database, Stream stream, LocalDate day, Findings findings) {
        this.kafka = kafka;
        this.database = database;
        this.stream = stream;
        this.begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        this.end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        this.findings = findings;
    }

    /** Blocks until all is compared. Throws {@link AuditException} or what the clients throw when that can't be done. */
    void run() throws SQLException {
        String topic = stream.topic(kafka);
        try (KafkaLog log = new KafkaLog(kafka.servers(), topic);
                Snapshot snapshot = new Snapshot(database, stream, log.topicId(), begin, end)) {
            Map<Integer, Long> stored = snapshot.nextOffsets(topic);
            TreeSet<Integer> partitions = new TreeSet<>(stored.keySet());
            partitions.addAll(log.partitions());
            Cursor rows = snapshot.rows();
            Cursor entries = snapshot.entries();
            for (int partition : partitions) {
                others(rows, partition, "rows");
                others(entries, partition, "entries of trouble");
                partition(log, snapshot, rows, entries, partition, stored.getOrDefault(partition, 0L));
            }
            others(rows, Integer.MAX_VALUE, "rows");
            others(entries, Integer.MAX_VALUE, "entries of trouble");
        }
    }

    private void partition(KafkaLog log, Snapshot snapshot, Cursor rows, Cursor entries, int partition, long next)
            throws SQLException {
        KafkaLog.Window window = log.window(partition, begin, end);
        if (window.isCut()) {
            long passed = rows.passBelow(partition, window.first()) + entries.passBelow(partition, window.first());
            findings.unchecked("partition " + partition + ": Kafka holds it from offset " + window.first() + " on; "
                    + passed + " rows and entries before that were passed over");
        }
        if (next < window.dayEnd()) {
            findings.unchecked("partition " + partition + ": offsets " + Math.max(next, window.first()) + " to "
                    + (window.dayEnd() - 1) + " of the day are not stored yet");
        }
        Comparison comparison =
                new Comparison(snapshot, rows, entries, partition, window.first(), begin, end, findings);
        log.read(partition, window.first(), Math.min(next, window.end()), comparison::take);
        comparison.end(!window.isCut());
    }

    private void others(Cursor cursor, int partition, String what) throws SQLException {
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
