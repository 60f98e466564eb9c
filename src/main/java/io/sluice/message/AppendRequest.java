package io.sluice.message;

import io.vertx.core.buffer.Buffer;
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
 * @param value          the events' own bytes, a line each, separated (not ended) by a line break
 */
public record AppendRequest(
        String stream,
        String client,
        int events,
        long receivedAt,
        String streamVersion,
        @Nullable String idempotencyKey,
        Buffer value) {
    @Override
    public String toString() {
        return "AppendRequest[" + stream + ", " + events + " events, " + value.length() + " bytes]";
    }
}
