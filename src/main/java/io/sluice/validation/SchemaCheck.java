package io.sluice.validation;

import java.util.List;

/**
 * Whether an event satisfies its stream's schema. All that the rest of the stage knows of schemas, so that another
 * library, or a faster check of the common keywords, can be put in its place. Thread-safe.
 */
interface SchemaCheck {
    /** What is wrong with the event, what matters most first; empty where nothing is. Never throws. */
    List<Fault> check(JsonValue event);
}
