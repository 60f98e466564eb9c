package io.sluice.database;

import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The readers of the partitions that this node owns. Changed on one event loop. */
final class OwnedPartitions {
    private final Map<PartitionKey, PartitionReader> byKey = new ConcurrentSkipListMap<>();
    private final StoreMeters meters;
    private final DatabaseHealth health;
    private int turn;

    OwnedPartitions(Telemetry telemetry, StoreMeters meters, DatabaseHealth health) {
        this.meters = meters;
        this.health = health;
        telemetry.gauge(Metric.OWNED_PARTITIONS, byKey::size);
    }

    /** A partition was claimed: reads it from now on. */
    void add(PartitionReader reader) {
        byKey.put(reader.claim().key(), reader);
        meters.owns(reader);
        reader.ask();
    }

    /** The partition isn't this node's any more. */
    void remove(PartitionKey key) {
        PartitionReader reader = byKey.remove(key);
        if (reader != null) {
            reader.close();
            meters.ownsNoMore(reader);
            health.forget(key);
        }
    }

    @Nullable
    PartitionReader find(PartitionKey key) {
        return byKey.get(key);
    }

    /** All readers, also for looks from other threads. */
    Collection<PartitionReader> readers() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    List<PartitionKey> keys() {
        return List.copyOf(byKey.keySet());
    }

    /** The epochs by which the partitions are owned. */
    Map<PartitionKey, Long> epochs() {
        Map<PartitionKey, Long> epochs = new HashMap<>();
        byKey.forEach((key, reader) -> epochs.put(key, reader.claim().epoch()));
        return epochs;
    }

    /** The offsets below which everything is stored, as this node's own transactions have it. */
    Map<PartitionKey, Long> storedOffsets() {
        Map<PartitionKey, Long> offsets = new HashMap<>();
        byKey.forEach((key, reader) -> offsets.put(key, reader.stored()));
        return offsets;
    }

    /** How many partitions have something to store: they share a transaction's bytes. */
    int busy() {
        return (int)
                byKey.values().stream().filter(reader -> reader.backlog() > 0).count();
    }

    /**
     * The batches that lie ready in those partitions that {@code may} be stored, as many as go into a transaction of so many
     * bytes, and at least one; each time from another partition on.
     */
    List<Batch> takeReady(int bytes, Predicate<PartitionReader> may) {
        List<PartitionReader> inTurn = new ArrayList<>(byKey.values());
        Collections.rotate(inTurn, -(inTurn.isEmpty() ? 0 : turn++ % inTurn.size()));
        List<Batch> taken = new ArrayList<>();
        long total = 0;
        for (PartitionReader reader : inTurn) {
            Batch batch = may.test(reader) ? reader.ready() : null;
            if (batch != null && (taken.isEmpty() || total + batch.bytes() <= bytes)) {
                total += batch.bytes();
                reader.take();
                taken.add(batch);
            }
        }
        return taken;
    }

    /** A batch was committed; its reader may be another one by now. */
    void stored(Batch batch) {
        PartitionReader reader = byKey.get(batch.key());
        if (reader != null && reader.claim().epoch() == batch.epoch()) {
            reader.stored(batch);
        }
    }

    /** Whether the partition is still owned by that epoch; then its reader begins again there. */
    boolean reset(PartitionKey key, long epoch, long nextOffset, int leaderEpoch) {
        PartitionReader reader = byKey.get(key);
        if (reader == null || reader.claim().epoch() != epoch) {
            return false;
        }
        reader.reset(nextOffset, leaderEpoch);
        return true;
    }
}
