package io.sluice.database;

import io.sluice.database.Gap.PartitionState;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a log to tell what is missing from it. A description alone doesn't do: while a truncated log is written to, its
 * end says nothing about where its history was replaced. The records do: each carries the epoch of the leader that wrote
 * it, epochs only grow along a log, and whatever was stored is of the stored epoch or an older one. Used on one event loop.
 */
final class GapProbe {
    private static final int WAIT_MILLIS = 1_000;
    /** Brokers' clocks are closer than that. */
    private static final long CLOCKS_DIFFER_MILLIS = 10_000;

    /** The reader of a partition in trouble asks now and then too, and a bridge answers only the newest question. */
    private static final int ATTEMPTS = 10;

    /** A gap, and the append time of the first record after it: null when there is none yet. */
    record Found(Gap gap, @Nullable Long nextAppendTime) {}

    private final BridgeClient bridge;

    GapProbe(BridgeClient bridge) {
        this.bridge = bridge;
    }

    /**
     * The partition's gap, with the place where it ends read from the log itself; null when there is none.
     *
     * @param isStopped whether its reader says that the log isn't what it was: only then it is looked into although the
     *                  description shows nothing, since a reader that does well would be disturbed
     */
    Future<@Nullable Found> find(PartitionState state, Described.Topic topic, boolean isStopped) {
        Gap gap = Gap.of(state, topic);
        Described.@Nullable Partition log = topic.partitions().stream()
                .filter(partition -> partition.partition() == state.key().partition())
                .findFirst()
                .orElse(null);
        if (log == null) {
            return Future.succeededFuture(null);
        } else if (gap == null) {
            return isStopped ? unseen(state, log) : Future.succeededFuture(null);
        }
        return switch (gap.kind()) {
            case RECREATED -> Future.succeededFuture(new Found(gap, null));
            // The question fails where the topic is another one by now, and the description older than that.
            // It doesn't wait for a record, since there may be none yet.
            case VANISHED, HOLE -> record(state, log.logStart(), 0, ATTEMPTS).map(first -> new Found(gap, null));
            case TRUNCATED -> parting(state, log);
        };
    }

    /** What no description shows: a hole at the next record, or another history. */
    private Future<@Nullable Found> unseen(PartitionState state, Described.Partition log) {
        return fetch(state, state.nextOffset(), WAIT_MILLIS, ATTEMPTS).compose(fetched -> {
            if (fetched.goesOn() > state.nextOffset()) {
                return Future.succeededFuture(new Found(Gap.hole(state, fetched.goesOn()), null));
            }
            return state.nextOffset() > log.logStart() ? replaced(state, log) : Future.succeededFuture(null);
        });
    }

    /** A log that holds the last stored offset may hold another record there. */
    private Future<@Nullable Found> replaced(PartitionState state, Described.Partition log) {
        return record(state, state.nextOffset() - 1)
                .compose(last -> isNewer(state, last) ? parting(state, log) : Future.succeededFuture(null));
    }

    private Future<@Nullable Found> parting(PartitionState state, Described.Partition log) {
        if (state.leaderEpoch() < 0) {
            return Future.failedFuture(new SluiceException(
                    Failure.CONFLICT,
                    "the leader epoch of what was stored isn't known, so nobody can tell where the log's history was"
                            + " replaced; bring the broker back that has it"));
        }
        return search(state, log.logStart(), Math.min(log.logEnd(), state.nextOffset()), null)
                .map(found -> found);
    }

    /** The first record of a newer epoch is at {@code high} or before it. */
    private Future<Found> search(PartitionState state, long low, long high, @Nullable FetchedRecord atHigh) {
        if (low >= high) {
            return Future.succeededFuture(
                    new Found(Gap.truncated(state, high), atHigh == null ? null : atHigh.appendTime()));
        }
        long middle = low + (high - low) / 2;
        return record(state, middle)
                .compose(record -> isNewer(state, record)
                        ? search(state, low, middle, record)
                        : search(state, middle + 1, high, atHigh));
    }

    private static boolean isNewer(PartitionState state, @Nullable FetchedRecord record) {
        if (record == null || state.leaderEpoch() < 0) {
            return false;
        }
        Long storedTo = state.storedTo();
        if (storedTo == null || record.leaderEpoch() > state.leaderEpoch()) {
            return record.leaderEpoch() > state.leaderEpoch();
        }
        // A cluster that was put back to an older copy gives the epochs of its leaders again too. Within one epoch one
        // clock
        // stamped all records; between two it may have been another broker's.
        return record.appendTime()
                > (record.leaderEpoch() == state.leaderEpoch() ? storedTo : storedTo + CLOCKS_DIFFER_MILLIS);
    }

    /** The record at that offset, or null when the log holds none there yet. */
    private Future<@Nullable FetchedRecord> record(PartitionState state, long offset) {
        return record(state, offset, WAIT_MILLIS, ATTEMPTS);
    }

    private Future<@Nullable FetchedRecord> record(PartitionState state, long offset, int waitMillis, int attempts) {
        return fetch(state, offset, waitMillis, attempts).map(fetched -> first(fetched.records()));
    }

    private Future<Fetched> fetch(PartitionState state, long offset, int waitMillis, int attempts) {
        FetchRequest question = new FetchRequest(
                state.stream(), state.topicId(), state.key().partition(), offset, -1, 0, 1, waitMillis);
        return bridge.fetch(question)
                .recover(failure -> attempts > 1 && SluiceException.of(failure).failure() == Failure.SUPERSEDED
                        ? fetch(state, offset, waitMillis, attempts - 1)
                        : Future.failedFuture(failure));
    }

    private static @Nullable FetchedRecord first(List<FetchedRecord> records) {
        return records.isEmpty() ? null : records.get(0);
    }
}
