package io.sluice.message;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes of a message: a head in JSON that a stage in any language can read, and behind it the payloads, untouched.
 *
 * <pre>
 * +------------------+---------------------+-------------------------------+
 * | length of head,  | head: JSON object,  | payloads one after the other; |
 * | uint32 big-endian| UTF-8               | the head tells their lengths  |
 * +------------------+---------------------+-------------------------------+
 * </pre>
 *
 * Writing: make one, add payloads, {@link #bytes(JsonObject)}. Reading: {@link #read(Buffer)}, then the payloads in the
 * order in which they were added. Not thread-safe.
 */
final class Frame {
    private static final int LENGTH_BYTES = 4;

    private final JsonObject head;
    private final Buffer payloads;
    private int position;

    private Frame(JsonObject head, Buffer payloads, int position) {
        this.head = head;
        this.payloads = payloads;
        this.position = position;
    }

    static Frame writing() {
        return new Frame(new JsonObject(), Buffer.buffer(), 0);
    }

    /** A frame to read from; a frame that is cut short throws {@link DecodeException}. */
    static Frame read(Buffer bytes) {
        if (bytes.length() < LENGTH_BYTES) {
            throw new DecodeException("a frame of " + bytes.length() + " bytes has no head");
        }
        long length = bytes.getUnsignedInt(0);
        if (length > bytes.length() - LENGTH_BYTES) {
            throw new DecodeException("a frame's head is cut short");
        }
        int end = LENGTH_BYTES + (int) length;
        return new Frame(new JsonObject(bytes.slice(LENGTH_BYTES, end)), bytes, end);
    }

    JsonObject head() {
        return head;
    }

    /** Adds a payload and returns its length, to be put into the head. */
    int add(Buffer payload) {
        payloads.appendBuffer(payload);
        return payload.length();
    }

    /** The next payload, without copying it. */
    Buffer next(int length) {
        if (length < 0 || length > payloads.length() - position) {
            throw new DecodeException("a frame's payload is cut short");
        }
        Buffer payload = payloads.slice(position, position + length);
        position += length;
        return payload;
    }

    Buffer bytes(JsonObject head) {
        Buffer text = head.toBuffer();
        return Buffer.buffer(LENGTH_BYTES + text.length() + payloads.length())
                .appendUnsignedInt(text.length())
                .appendBuffer(text)
                .appendBuffer(payloads);
    }

    static <T> JsonArray array(List<T> items, Function<T, JsonObject> form) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(form.apply(item)));
        return array;
    }

    static <T> List<T> list(JsonArray array, Function<JsonObject, T> form) {
        List<T> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            items.add(form.apply(array.getJsonObject(i)));
        }
        return items;
    }
}
