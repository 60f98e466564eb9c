package io.sluice.http;

import io.vertx.core.buffer.Buffer;
import java.util.function.LongConsumer;

/**
 * Gathers a request's body. One that comes in one piece, which most do, is kept as it came; else the memory grows in
 * steps with what has arrived: a sender that announces much and sends little holds little.
 */
final class BodyBuffer {
    private static final long FIRST_STEP_BYTES = 64 << 10;
    private static final long GROWTH = 4;

    private final long most;
    private final LongConsumer reserve;
    private Buffer bytes = Buffer.buffer();
    private long capacity;

    /**
     * Takes no more than {@code most} bytes: the caller looks before.
     *
     * @param most    bytes that will come at most
     * @param reserve asked before memory is taken, with how much it is in all; throws where there is no room
     */
    BodyBuffer(long most, LongConsumer reserve) {
        this.most = most;
        this.reserve = reserve;
    }

    /** Appends a chunk; when {@code reserve} throws, so does this, and the chunk wasn't appended. */
    void add(Buffer chunk) {
        long needed = (long) bytes.length() + chunk.length();
        if (capacity == 0) {
            addFirst(chunk);
            return;
        }
        if (needed > capacity) {
            long grown = Math.max(needed, Math.min(most, Math.max(FIRST_STEP_BYTES, needed * GROWTH)));
            reserve.accept(grown);
            bytes = Buffer.buffer((int) grown).appendBuffer(bytes);
            capacity = grown;
        }
        bytes.appendBuffer(chunk);
    }

    private void addFirst(Buffer chunk) {
        reserve.accept(chunk.length());
        bytes = chunk;
        capacity = chunk.length();
    }

    int length() {
        return bytes.length();
    }

    /** What has arrived; not to be changed any more. */
    Buffer bytes() {
        return bytes;
    }
}
