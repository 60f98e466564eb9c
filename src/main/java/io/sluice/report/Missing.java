package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One reason why a day isn't complete.
 *
 * @param what  {@code day}, {@code ends}, {@code stored}, {@code gap}, {@code trouble}, {@code balance} or {@code rollup}
 * @param where a partition or a rollup; empty for the whole stream
 * @param count records or events that are missing; 0 where nobody knows
 * @param text  a part of a sentence
 */
record Missing(String what, String where, long count, String text) {
    JsonObject json() {
        return new JsonObject()
                .put("what", what)
                .put("where", where)
                .put("count", count)
                .put("text", text);
    }

    static JsonArray json(List<Missing> all) {
        return new JsonArray(all.stream().map(Missing::json).toList());
    }

    /** {@code COMPLETE}, or {@code not complete: } and why. */
    static String sentence(JsonArray missing) {
        return missing.isEmpty()
                ? "COMPLETE"
                : missing.stream()
                        .map(one -> ((JsonObject) one).getString("text"))
                        .collect(Collectors.joining("; ", "not complete: ", ""));
    }
}
