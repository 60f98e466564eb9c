package io.sluice.database;

import java.util.Comparator;

/** A partition of Kafka, by its topic's name; ordered as the offset rows are locked. */
record PartitionKey(String topic, int partition) implements Comparable<PartitionKey> {
    private static final Comparator<PartitionKey> ORDER =
            Comparator.comparing(PartitionKey::topic).thenComparing(PartitionKey::partition);

    @Override
    public int compareTo(PartitionKey other) {
        return ORDER.compare(this, other);
    }
}
