package io.sluice.message;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One POST on its way to be checked.
 *
 * @param stream         the stream's name, as in the path
 * @param client         who sent it
 * @param format         how the events stand in the body
 * @param idempotencyKey the header of that name, or null
 * @param lenient        whether the good events are to be accepted though others are bad
 * @param receivedAt     the edge's clock when the head arrived, in milliseconds since 1970; for show, never a time of receipt
 * @param traceParent    as {@link TraceParent} has it, or null
 * @param body           the events, inflated, as sent; never changed after it was handed over
 */
public record CheckRequest(
        String stream,
        String client,
        BodyFormat format,
        @Nullable String idempotencyKey,
        boolean lenient,
        long receivedAt,
        @Nullable String traceParent,
        Buffer body) {
    /** Without a trace. */
    public CheckRequest(
            String stream,
            String client,
            BodyFormat format,
            @Nullable String idempotencyKey,
            boolean lenient,
            long receivedAt,
            Buffer body) {
        this(stream, client, format, idempotencyKey, lenient, receivedAt, null, body);
    }

    @Override
    public String toString() {
        return "CheckRequest[" + stream + ", " + body.length() + " bytes]";
    }
}
