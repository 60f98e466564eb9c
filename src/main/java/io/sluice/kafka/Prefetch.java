package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that were read ahead. They go in at the tail, contiguous, and out at the head, once a
 * look at the topic that began after their poll has shown that it is still the same topic. A hole in the log, or what
 * can't be understood, ends it: the records before go out, then that is told. Not thread-safe.
 *
 * <pre>
 *   head                cleared              tail
 *    | may go out ........ | waits for a look .. | next offset to come
 * </pre>
 */
final class Prefetch {
    /** What a record costs besides its value, roughly: small records must not fill the memory uncounted. */
    private static final int RECORD_BYTES = 200;

    private record Held(FetchedRecord record, long poll) {}

    private final String partition;
    private final long limit;
    private final Deque<Held> held = new ArrayDeque<>();
    private long tail;
    private long bytes;
    private long cleared = -1;
    private @Nullable SluiceException end;
    private long goesOn = Fetched.NO_HOLE;
    private long holePoll;

    /**
     * @param partition its name, for messages
     * @param offset    the first offset to come
     * @param limit     bytes from which on it is full; one poll's records may go beyond
     */
    Prefetch(String partition, long offset, long limit) {
        this.partition = partition;
        this.tail = offset;
        this.limit = limit;
    }

    /** Puts a record at the tail; after an end nothing more is taken. */
    void add(FetchedRecord record, long poll) {
        if (record.offset() < tail) {
            end(new SluiceException(
                    Failure.LOG_GAP, "after offset " + (tail - 1) + " of " + partition + " comes " + record.offset()));
        }
        reached(record.offset(), poll);
        if (isEnded()) {
            return;
        }
        held.add(new Held(record, poll));
        bytes += cost(record);
        tail++;
    }

    /** Between the tail and this offset the log has nothing: marks of transactions, or what was compacted away. */
    void reached(long offset, long poll) {
        if (!isEnded() && offset > tail) {
            goesOn = offset;
            holePoll = poll;
        }
    }

    /** The first offset behind the hole that comes after everything that is held; {@link Fetched#NO_HOLE} when none comes yet. */
    long goesOn() {
        return held.isEmpty() && holePoll <= cleared ? goesOn : Fetched.NO_HOLE;
    }

    private boolean isEnded() {
        return end != null || goesOn != Fetched.NO_HOLE;
    }

    /** Nothing comes after what is held but this failure. */
    void end(SluiceException failure) {
        if (!isEnded()) {
            end = failure;
        }
    }

    /** The topic was the expected one at a look that began after this poll. */
    void clear(long poll) {
        cleared = Math.max(cleared, poll);
    }

    /** Whether records wait for a look that begins after the newest of their polls. */
    boolean awaitsLook() {
        return (!held.isEmpty() && held.getLast().poll() > cleared)
                || (goesOn != Fetched.NO_HOLE && holePoll > cleared);
    }

    boolean isFull() {
        return bytes >= limit || isEnded();
    }

    /** The next offset to come from Kafka. */
    long tail() {
        return tail;
    }

    /** Whether records from this offset on are held or come next, so that no seek is needed. */
    boolean covers(long offset) {
        return offset >= tail - held.size() && offset <= tail;
    }

    /**
     * Takes cleared records out, from an offset on that is covered; those before it are dropped.
     *
     * @param maxBytes of values; the first record comes however large it is
     * @return empty when none is ready
     * @throws SluiceException why nothing comes at this offset, ever
     */
    List<FetchedRecord> take(long offset, int maxBytes) {
        while (!held.isEmpty() && held.getFirst().record().offset() < offset) {
            remove();
        }
        if (held.isEmpty() && end != null) {
            throw end;
        }
        List<FetchedRecord> taken = new ArrayList<>();
        long room = maxBytes;
        while (!held.isEmpty() && held.getFirst().poll() <= cleared) {
            int length = held.getFirst().record().bytes();
            if (!taken.isEmpty() && length > room) {
                break;
            }
            room -= length;
            taken.add(remove());
        }
        return taken;
    }

    private FetchedRecord remove() {
        FetchedRecord record = held.removeFirst().record();
        bytes -= cost(record);
        return record;
    }

    private static int cost(FetchedRecord record) {
        return record.bytes() + RECORD_BYTES;
    }
}
