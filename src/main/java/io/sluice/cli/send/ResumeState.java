package io.sluice.cli.send;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/**
 * How far a file was accepted.
 *
 * @param run         names the run that began the file; part of every request's Idempotency-Key
 * @param offset      everything before it was accepted, or rejected line by line
 * @param line        lines before {@code offset}
 * @param fingerprint of the bytes before {@code offset}, to know the file again
 */
record ResumeState(String run, long offset, long line, String fingerprint) {
    private static final int VERSION = 1;

    String toJson() {
        return new JsonObject()
                .put("version", VERSION)
                .put("run", run)
                .put("offset", offset)
                .put("line", line)
                .put("fingerprint", fingerprint)
                .encode();
    }

    static ResumeState ofJson(String name, String text) throws IOException {
        try {
            JsonObject json = new JsonObject(text);
            if (json.getInteger("version", 0) == VERSION) {
                return new ResumeState(
                        json.getString("run", ""),
                        json.getLong("offset", 0L),
                        json.getLong("line", 0L),
                        json.getString("fingerprint", ""));
            }
        } catch (DecodeException | ClassCastException e) {
            throw new InputException(name + " can't be read; delete it to send the file from its beginning");
        }
        throw new InputException(
                name + " was written by another version; delete it to send the file from its beginning");
    }
}
