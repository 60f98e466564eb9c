package io.sluice.audit;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lays a partition's records, as they come, beside what PostgreSQL has, as it comes: both in the order of the log, so that
 * only a portion of either is held.
 */
final class Comparison {
    private static final int PORTION = 2_000;
    /** More than one is a fault already. */
    private static final int MOST_AT_A_PLACE = 10;

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
                hole(expected, record.offset() - 1);
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
            Map<Place, List<Stored>> rowsAt = taken(rows, events, "a row");
            Map<Place, List<Stored>> entriesAt = taken(entries, events, "an entry of trouble");
            for (int i = 0; i < events.size(); i++) {
                KafkaEvent event = events.get(i);
                Place place = new Place(event.offset(), event.index());
                Fate fate = judgement.of(
                        event,
                        verdicts.get(i),
                        rowsAt.getOrDefault(place, List.of()),
                        entriesAt.getOrDefault(place, List.of()));
                fates.merge(fate, 1L, Long::sum);
                cells.add(event, fate);
            }
        } catch (SQLException e) {
            throw new AuditException("PostgreSQL can't be asked: " + e.getMessage());
        }
    }

    /** What stands at the events' places. Whatever else stands below {@code expected} was invented, and isn't held. */
    private Map<Place, List<Stored>> taken(Cursor cursor, List<KafkaEvent> events, String what) throws SQLException {
        Map<Place, List<Stored>> taken = new HashMap<>();
        events.forEach(event -> taken.put(new Place(event.offset(), event.index()), new ArrayList<>()));
        cursor.takeBelow(partition, expected, one -> {
            List<Stored> here = taken.get(new Place(one.offset(), one.index()));
            if (here == null) {
                findings.fault(
                        Findings.Kind.INVENTED,
                        partition,
                        one.offset(),
                        one.index(),
                        what + " of no such event in Kafka");
            } else if (here.size() < MOST_AT_A_PLACE) {
                here.add(one);
            }
        });
        return taken;
    }

    private void hole(long from, long to) {
        String where = "partition " + partition + ": Kafka has nothing from offset " + from + " to " + to;
        try {
            if (snapshot.isAcknowledged(partition, from, to)) {
                findings.note(where + "; that loss was acknowledged");
            } else {
                findings.fault(Findings.Kind.GAP, where);
            }
        } catch (SQLException e) {
            throw new AuditException("PostgreSQL can't be asked: " + e.getMessage());
        }
    }

    /**
     * After the last record: what is left was invented; then the counts.
     *
     * @param limit   up to where records were asked for
     * @param isWhole whether all of the time is there, so that the counts can be compared
     */
    void end(long limit, boolean isWhole) throws SQLException {
        if (expected < limit) {
            hole(expected, limit - 1);
        }
        long last = expected;
        expected = Long.MAX_VALUE;
        compare(List.of());
        if (isWhole) {
            cells.compare(partition, snapshot.counts(partition), findings);
        }
        findings.read(records, fates);
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
