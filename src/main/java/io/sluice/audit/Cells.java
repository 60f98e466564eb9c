package io.sluice.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What was found of a partition, by client and quarter of an hour, to be laid beside what was counted when it was stored. */
final class Cells {
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    /** A client's quarter of an hour, which begins at {@code quarter}, in milliseconds since 1970. */
    record Cell(long quarter, String client) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::quarter).thenComparing(Cell::client);

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }
    }

    /** What became of a cell's events. */
    record Count(long appended, long stored, long duplicates, long trouble, long discarded) {
        private static final Count NONE = new Count(0, 0, 0, 0, 0);

        private Count plus(Count other) {
            return new Count(
                    appended + other.appended,
                    stored + other.stored,
                    duplicates + other.duplicates,
                    trouble + other.trouble,
                    discarded + other.discarded);
        }

        @Override
        public String toString() {
            return appended + " appended, " + stored + " stored, " + duplicates + " duplicates, " + trouble
                    + " in trouble, " + discarded + " discarded";
        }
    }

    private final Map<Cell, Count> found = new TreeMap<>();

    void add(KafkaEvent event, Fate fate) {
        Cell cell = new Cell(Math.floorDiv(event.appendTime(), QUARTER) * QUARTER, event.client());
        Count one = new Count(
                1,
                fate == Fate.STORED ? 1 : 0,
                fate == Fate.DUPLICATE ? 1 : 0,
                fate == Fate.TROUBLE ? 1 : 0,
                fate == Fate.DISCARDED ? 1 : 0);
        found.merge(cell, one, Count::plus);
    }

    /** Tells where the counts aren't what was found. */
    void compare(int partition, Map<Cell, Count> counted, Findings findings) {
        Map<Cell, Count> all = new TreeMap<>(counted);
        found.forEach((cell, count) -> all.putIfAbsent(cell, Count.NONE));
        all.forEach((cell, count) -> {
            Count here = found.getOrDefault(cell, Count.NONE);
            if (!here.equals(count)) {
                findings.fault(
                        Findings.Kind.MISCOUNTED,
                        "partition " + partition + ", client " + cell.client() + ", quarter "
                                + Instant.ofEpochMilli(cell.quarter()) + ": counted " + count + "; found " + here);
            }
        });
    }
}
