package io.sluice.database;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What became of one entry, or would. */
record Mended(long id, Outcome outcome, @Nullable String detail) {
    enum Outcome {
        STORED("stored"),
        WOULD_BE_STORED("would_be_stored"),
        EDITED("edited"),
        WOULD_BE_EDITED("would_be_edited"),
        DISCARDED("discarded"),
        WOULD_BE_DISCARDED("would_be_discarded"),
        /** Somebody stored or discarded it before, or edits it at this moment. */
        NOT_OPEN("not_open"),
        /** It stays as it is, for the reason in the detail. */
        REFUSED("refused");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Mended notOpen(TroubleEntry entry) {
        return new Mended(entry.id(), Outcome.NOT_OPEN, "the entry is " + entry.state());
    }

    static Mended refused(TroubleEntry entry, String why) {
        return new Mended(entry.id(), Outcome.REFUSED, why);
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("id", id).put("outcome", outcome.text());
        return detail == null ? json : json.put("detail", detail);
    }
}
