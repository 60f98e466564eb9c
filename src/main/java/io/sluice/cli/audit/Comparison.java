package io.sluice.cli.audit;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lays a partition's records, as they come, beside what PostgreSQL has, as it comes: both in the order of the log, so that
 * only a portion of either is held.
 */
final class Comparison {
    private static final int PORTION = 2_000;

    private final Snapshot snapshot;
    private final Cursor rows;
    private final Cursor entries;
    private final int partition;
    private final Findings findings;
    private final Judgement judgement;
    private final Cells cells = new Cells();
    private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    private final Instant begin;
    private final Instant end;
    private long expected;
    private long records;

    private record Place(long offset, int index) {}

    Comparison(
            Snapshot snapshot,
            Cursor rows,
            Cursor entries,
            int partition,
            long first,
            Instant begin,
            Instant end,
            Findings findings) {
        this.snapshot = snapshot;
        this.rows = rows;
        this.entries = entries;
        this.partition = partition;
        this.expected = first;
        this.begin = begin;
        this.end = end;
        this.findings = findings;
        this.judgement = new Judgement(partition, findings);
    }

    /** The next records, in order. */
    void take(List<ConsumerRecord<byte[], byte[]>> polled) {
        List<KafkaEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.offset() != expected) {
                findings.fault(
                        Findings.Kind.GAP,
                        "partition " + partition + ": Kafka has nothing from offset " + expected + " to "
                                + (record.offset() - 1));
            }
            expected = record.offset() + 1;
            if (record.timestamp() >= begin.toEpochMilli() && record.timestamp() < end.toEpochMilli()) {
                records++;
                events.addAll(KafkaEvent.of(record));
            }
            if (events.size() >= PORTION) {
                compare(events);
                events.clear();
            }
        }
        compare(events);
    }

    private void compare(List<KafkaEvent> events) {
        try {
            List<Verdict> verdicts = events.isEmpty() ? List.of() : snapshot.judge(partition, events);
            Map<Place, List<Stored>> rowsAt = byPlace(rows.takeBelow(partition, expected));
            Map<Place, List<Stored>> entriesAt = byPlace(entries.takeBelow(partition, expected));
            for (int i = 0; i < events.size(); i++) {
                KafkaEvent event = events.get(i);
                Place place = new Place(event.offset(), event.index());
                Fate fate = judgement.of(event, verdicts.get(i), taken(rowsAt, place), taken(entriesAt, place));
                fates.merge(fate, 1L, Long::sum);
                cells.add(event, fate);
            }
            invented(rowsAt, "a row");
            invented(entriesAt, "an entry of trouble");
        } catch (SQLException e) {
            throw new AuditException("PostgreSQL can't be asked: " + e.getMessage());
        }
    }

    private static Map<Place, List<Stored>> byPlace(List<Stored> stored) {
        Function<Stored, Place> place = one -> new Place(one.offset(), one.index());
        Map<Place, List<Stored>> byPlace = new HashMap<>();
        stored.forEach(one -> byPlace.computeIfAbsent(place.apply(one), key -> new ArrayList<>())
                .add(one));
        return byPlace;
    }

    private static List<Stored> taken(Map<Place, List<Stored>> from, Place place) {
        List<Stored> taken = from.remove(place);
        return taken == null ? List.of() : taken;
    }

    private void invented(Map<Place, List<Stored>> left, String what) {
        left.values()
                .forEach(all -> all.forEach(one -> findings.fault(
                        Findings.Kind.INVENTED,
                        partition,
                        one.offset(),
                        one.index(),
                        what + " of no such event in Kafka")));
    }

    /** After the last record: what is left was invented; then the counts. */
    void end(boolean isWhole) throws SQLException {
        long last = expected;
        expected = Long.MAX_VALUE;
        compare(List.of());
        if (isWhole) {
            cells.compare(partition, snapshot.counts(partition), findings);
        }
        findings.note("partition " + partition + ": " + records + " records"
                + (records == 0 ? "" : " up to offset " + (last - 1)) + "; events: " + number(Fate.STORED)
                + " stored, " + number(Fate.DUPLICATE) + " duplicates, " + number(Fate.TROUBLE) + " in trouble, "
                + number(Fate.DISCARDED) + " discarded, " + number(Fate.LOST) + " missing");
        if (judgement.unproven() > 0) {
            String forgotten = "partition " + partition + ": " + judgement.unproven()
                    + " duplicates, whose ids are forgotten by now";
            if (isWhole) {
                findings.note(forgotten + ", are as many as were counted when they came, or it stands above");
            } else {
                findings.unchecked(forgotten);
            }
        }
    }

    private long number(Fate fate) {
        return fates.getOrDefault(fate, 0L);
    }
}
