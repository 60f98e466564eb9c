package io.sluice.message;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log: one accepted request.
 *
 * @param offset         its place in the partition
 * @param appendTime     the broker's clock, in milliseconds since 1970: the time of receipt of its events
 * @param leaderEpoch    the epoch of the leader that wrote it, or -1
 * @param client         who sent it; empty when the header is missing
 * @param streamVersion  version of the stream's file by which it was checked; empty when the header is missing
 * @param events         how many events its value holds; 1 for a record with a defect, which counts as a whole
 * @param idempotencyKey the sender's key, or null
 * @param traceParent    as {@link TraceParent} has it, or null
 * @param defect         null, or why the record goes to the trouble queue as a whole
 * @param value          the events' own bytes, as {@link EventLines} has it
 * @param bad            a lenient request's bad events, in order of their index, each at a place where the value has no event
 */
public record FetchedRecord(
        long offset,
        long appendTime,
        int leaderEpoch,
        String client,
        String streamVersion,
        int events,
        @Nullable String idempotencyKey,
        @Nullable String traceParent,
        @Nullable Defect defect,
        Buffer value,
        List<BadEvent> bad) {
    public FetchedRecord {
        bad = List.copyOf(bad);
    }

    /** All events are good, or it has a defect; and there is no trace. */
    public FetchedRecord(
            long offset,
            long appendTime,
            int leaderEpoch,
            String client,
            String streamVersion,
            int events,
            @Nullable String idempotencyKey,
            @Nullable Defect defect,
            Buffer value) {
        this(
                offset,
                appendTime,
                leaderEpoch,
                client,
                streamVersion,
                events,
                idempotencyKey,
                null,
                defect,
                value,
                List.of());
    }

    /** How many events have to become a row, a duplicate or an entry of the trouble queue. */
    public int total() {
        return events + bad.size();
    }

    /** Of the value and of the bad events. */
    public int bytes() {
        return bad.stream().mapToInt(event -> event.event().length()).sum() + value.length();
    }

    @Override
    public String toString() {
        return "FetchedRecord[" + offset + ", " + events + " events, " + bad.size() + " bad, " + value.length()
                + " bytes]";
    }
}
