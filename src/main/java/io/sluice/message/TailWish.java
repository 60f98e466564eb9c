package io.sluice.message;

import io.vertx.core.json.JsonObject;

/**
 * Which events somebody wants to see live: an empty text asks for nothing in particular. In JSON at {@link Address#TAIL}.
 *
 * @param id       by which what is seen comes back
 * @param stream   of this stream
 * @param client   of this client only
 * @param contains whose bytes hold this text
 * @param pointer  a JSON pointer; with {@code value}
 * @param value    as text, of what stands there
 * @param events   a second at most, from each node
 * @param bytes    of an event at most; more is cut off
 */
public record TailWish(
        String id, String stream, String client, String contains, String pointer, String value, int events, int bytes) {
    /** As it crosses the bus. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("stream", stream)
                .put("client", client)
                .put("contains", contains)
                .put("pointer", pointer)
                .put("value", value)
                .put("events", events)
                .put("bytes", bytes);
    }

    /** Reads one; what is none fails with a RuntimeException. */
    public static TailWish of(JsonObject json) {
        return new TailWish(
                json.getString("id", ""),
                json.getString("stream", ""),
                json.getString("client", ""),
                json.getString("contains", ""),
                json.getString("pointer", ""),
                json.getString("value", ""),
                json.getInteger("events", 1),
                json.getInteger("bytes", 1));
    }

    @Override
    public String toString() {
        return "TailWish[" + id + " of " + stream + ']';
    }
}
