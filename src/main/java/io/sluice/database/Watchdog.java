package io.sluice.database;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Looks every few seconds at how the partitions get on. One that has a backlog and from which nothing is stored, though
 * nothing is known that would explain it, is reported, and its reader begins anew: whatever a question or an answer was lost
 * in, asking again is harmless. Used on one event loop.
 */
final class Watchdog {
    private final OwnedPartitions owned;
    private final DatabaseHealth health;
    private final Predicate<PartitionReader> mayStore;
    private final Duration stall;
    private final Clock clock;

    /** {@code mayStore} is false for what is paused or refused. */
    Watchdog(
            OwnedPartitions owned,
            DatabaseHealth health,
            Predicate<PartitionReader> mayStore,
            Duration stall,
            Clock clock) {
        this.owned = owned;
        this.health = health;
        this.mayStore = mayStore;
        this.stall = stall;
        this.clock = clock;
    }

    void look() {
        long nanos = System.nanoTime();
        Collection<PartitionReader> readers = owned.readers();
        readers.forEach(reader -> look(reader, nanos));
        health.backlog(text(readers));
    }

    private void look(PartitionReader reader, long nanos) {
        PartitionKey key = reader.claim().key();
        boolean explained = reader.backlog() == 0
                || health.isAway()
                || !mayStore.test(reader)
                || health.since(key, DatabaseHealth.Cause.LOG) != null;
        reader.progress().look(explained, nanos);
        if (explained) {
            health.well(key, DatabaseHealth.Cause.STALLED);
        } else if (reader.progress().stands(nanos).compareTo(stall) > 0) {
            health.incident(
                    key,
                    DatabaseHealth.Cause.STALLED,
                    "partition " + key.partition() + " of " + key.topic()
                            + " has a backlog, and nothing of it was stored for " + stall.toSeconds()
                            + " s; its reader is begun anew");
            reader.restart();
        }
    }

    private String text(Collection<PartitionReader> readers) {
        long records = 0;
        double events = 0;
        double bytes = 0;
        double age = 0;
        double drain = 0;
        for (PartitionReader reader : readers) {
            long backlog = reader.backlog();
            Progress progress = reader.progress();
            records += backlog;
            events += progress.events(backlog);
            bytes += progress.bytes(backlog);
            age = Math.max(age, progress.age(backlog, clock.millis()));
            drain = Math.max(drain, progress.secondsToDrain(backlog));
        }
        return records == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%d records wait in Kafka: about %.0f events and %.1f MB, the oldest for %.0f s, %s",
                        records,
                        events,
                        bytes / 1e6,
                        age,
                        Double.isInfinite(drain)
                                ? "some of them not being stored at present"
                                : String.format(Locale.ROOT, "stored in about %.0f s", drain));
    }
}
