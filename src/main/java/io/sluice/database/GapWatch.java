package io.sluice.database;

import io.sluice.message.Described;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is missing from the logs of owned partitions: a reader only says that its log isn't what it was, Kafka's
 * description says which offsets. Used on one event loop.
 */
final class GapWatch {
    private final OwnedPartitions owned;
    private final DatabaseHealth health;
    private final Map<PartitionKey, Gap> gaps = new ConcurrentHashMap<>();

    GapWatch(OwnedPartitions owned, DatabaseHealth health, Telemetry telemetry) {
        this.owned = owned;
        this.health = health;
        telemetry.gauge(
                Metric.LOST_RECORDS,
                () -> gaps.values().stream().mapToLong(Gap::records).sum());
    }

    /** The gap's own words, or null when none is known there. */
    @Nullable
    String text(PartitionKey key) {
        Gap gap = gaps.get(key);
        return gap == null ? null : gap.text();
    }

    /** The partition is read again. */
    void well(PartitionKey key) {
        gaps.remove(key);
    }

    /** Compares what is stored with what Kafka has; another topic is an incident whatever the reader has noticed. */
    void saw(Described described) {
        gaps.keySet().retainAll(owned.keys());
        for (Described.Topic topic : described.topics()) {
            for (Described.Partition partition : topic.partitions()) {
                PartitionReader reader = owned.find(new PartitionKey(topic.topic(), partition.partition()));
                if (reader != null) {
                    saw(reader, topic, partition);
                }
            }
        }
    }

    private void saw(PartitionReader reader, Described.Topic topic, Described.Partition partition) {
        PartitionKey key = reader.claim().key();
        boolean isOther = !topic.topicId().equals(reader.claim().topicId());
        if (!isOther) {
            reader.endsAt(partition.logEnd());
        }
        if (isOther || health.since(key, DatabaseHealth.Cause.LOG) != null) {
            Gap.PartitionState state = Gap.PartitionState.of(reader.claim(), reader.stored());
            Gap gap = Gap.of(state, topic);
            if (gap == null && reader.goesOn() > reader.stored()) {
                gap = Gap.hole(state, reader.goesOn());
            }
            if (gap != null) {
                gaps.put(key, gap);
                health.incident(key, DatabaseHealth.Cause.LOG, gap.text());
            }
        }
    }
}
