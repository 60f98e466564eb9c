package io.sluice.http;

import io.vertx.core.buffer.Buffer;
import java.util.function.LongPredicate;

/**
 * Gathers a request's body. One that comes in one piece, which most do, is kept as it came; else the memory grows in
 * steps with what has arrived: a sender that announces much and sends little holds little.
 */
final class BodyBuffer {
    private static final long FIRST_STEP_BYTES = 64 << 10;
    private static final long GROWTH = 4;

    private final long most;
    private final LongPredicate reserve;
    private Buffer bytes = Buffer.buffer();
    private long capacity;

    /**
     * Takes no more than {@code most} bytes: the caller looks before.
     *
     * @param most    bytes that will come at most
     * @param reserve asked before memory is taken, with how much it is in all; false refuses it
     */
    BodyBuffer(long most, LongPredicate reserve) {
        this.most = most;
        this.reserve = reserve;
    }

    /** Appends a chunk; false when there is no memory for it, and then it wasn't appended. */
    boolean add(Buffer chunk) {
        long needed = (long) bytes.length() + chunk.length();
        if (capacity == 0) {
            return addFirst(chunk);
        }
        if (needed > capacity) {
            long grown = Math.max(needed, Math.min(most, Math.max(FIRST_STEP_BYTES, needed * GROWTH)));
            if (!reserve.test(grown)) {
                return false;
            }
            bytes = Buffer.buffer((int) grown).appendBuffer(bytes);
            capacity = grown;
        }
        bytes.appendBuffer(chunk);
        return true;
    }

    private boolean addFirst(Buffer chunk) {
        if (!reserve.test(chunk.length())) {
            return false;
        }
        bytes = chunk;
        capacity = chunk.length();
        return true;
    }

    int length() {
        return bytes.length();
    }

    /** What has arrived; not to be changed any more. */
    Buffer bytes() {
        return bytes;
    }
}
