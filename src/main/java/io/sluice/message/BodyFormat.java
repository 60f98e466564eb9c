package io.sluice.message;

/** How the events stand in a request's body. */
public enum BodyFormat {
    /** One JSON object, or an array of objects. */
    JSON,
    /** One JSON object a line. */
    NDJSON
}
