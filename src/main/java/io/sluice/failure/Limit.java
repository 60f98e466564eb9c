package io.sluice.failure;

import org.jspecify.annotations.Nullable;

/**
 * Every limit that can end a request or its connection, in route order. Its name is the configuration key that sets it:
 * in the problem document, in the metric {@code sluice.limit.refusals} and in docs/configuration.md, which tells the
 * default.
 */
public enum Limit {
    CONNECTIONS("http.maxConnections", "connections"),
    IDLE_TIME("http.idleTimeout", "milliseconds"),
    LINE("http.maxLine", "bytes"),
    HEADERS("http.maxHeaders", "bytes"),
    HEAD_TIME("http.headTimeout", "milliseconds"),
    REQUESTS("http.maxRequests", "requests"),
    BYTES("http.maxBytes", "bytes"),
    BODY("http.maxBody", "bytes"),
    INFLATE_RATIO("http.maxInflateRatio", "times"),
    BODY_TIME("http.bodyTimeout", "milliseconds"),
    EVENTS("validation.maxEvents", "events"),
    EVENT("validation.maxEvent", "bytes"),
    DEPTH("validation.maxDepth", "levels"),
    VALUES("validation.maxValues", "values"),
    NAME("validation.maxName", "bytes"),
    DIGITS("validation.maxDigits", "digits"),
    RECORD("kafka.maxRecord", "bytes"),
    UNCONFIRMED("kafka.maxInFlight", "bytes"),
    BUDGET("kafka.topicBudget", "bytes"),
    RECEIPT_WAIT("receipts.maxWait", "milliseconds"),
    WAITING_RECEIPTS("receipts.maxWaiting", "receipts"),
    RECEIPTS("receipts.maxReceipts", "receipts");

    private final String key;
    private final String unit;

    Limit(String key, String unit) {
        this.key = key;
        this.unit = unit;
    }

    /** The configuration key that sets it: its stable name. */
    public String key() {
        return key;
    }

    /** The unit of its value, in the plural. */
    public String unit() {
        return unit;
    }

    /** The limit of this name, or null for one of a newer version. */
    public static @Nullable Limit ofKey(String key) {
        for (Limit limit : values()) {
            if (limit.key.equals(key)) {
                return limit;
            }
        }
        return null;
    }
}
