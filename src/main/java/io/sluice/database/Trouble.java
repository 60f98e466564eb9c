package io.sluice.database;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Why an event, or a record that nobody can read, doesn't become a row. */
record Trouble(
        EventRef event,
        String stage,
        String reason,
        @Nullable String sqlstate,
        Buffer payload) {
    static final String OF_VALIDATION = "validation";
    static final String OF_KAFKA = "kafka";
    static final String OF_DATABASE = "database";

    @Override
    public String toString() {
        return "Trouble[" + event + ", " + stage + "]";
    }
}
