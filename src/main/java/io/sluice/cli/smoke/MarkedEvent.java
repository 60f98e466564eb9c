package io.sluice.cli.smoke;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An event of the stream {@code playback} that can be told from real ones, and left out of reports.
 *
 * @param id unique
 * @param at its time
 */
record MarkedEvent(String id, Instant at) {
    static final String NAME = "sluice.smoke";

    /** What to look for: stands in the event as its user. */
    String mark() {
        return "smoke-" + id;
    }

    byte[] body() {
        return new JsonObject()
                .put("event", NAME)
                .put("at", at.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("userId", mark())
                .put("trackId", 0)
                .put("playedMs", 0)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }
}
