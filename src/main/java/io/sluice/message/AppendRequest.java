package io.sluice.message;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request that was found good: one record to be.
 *
 * @param stream         the stream's name; the bridge knows its topic
 * @param client         who sent it
 * @param events         how many events the value holds, at least 1
 * @param receivedAt     the edge's clock, in milliseconds since 1970
 * @param streamVersion  version of the stream's file by which it was checked
 * @param idempotencyKey the sender's key, or null
 * @param traceParent    as {@link TraceParent} has it, or null
 * @param value          the events' own bytes, a line each, separated (not ended) by a line break; an empty line where a
 *                       bad event stood that others follow
 * @param bad            a lenient request's bad events, in order; not among {@code events}
 */
public record AppendRequest(
        String stream,
        String client,
        int events,
        long receivedAt,
        String streamVersion,
        @Nullable String idempotencyKey,
        @Nullable String traceParent,
        Buffer value,
        List<BadEvent> bad) {
    public AppendRequest {
        bad = List.copyOf(bad);
    }

    /** All events are good, and there is no trace. */
    public AppendRequest(
            String stream,
            String client,
            int events,
            long receivedAt,
            String streamVersion,
            @Nullable String idempotencyKey,
            Buffer value) {
        this(stream, client, events, receivedAt, streamVersion, idempotencyKey, null, value, List.of());
    }

    @Override
    public String toString() {
        return "AppendRequest[" + stream + ", " + events + " events, " + bad.size() + " bad, " + value.length()
                + " bytes]";
    }
}
