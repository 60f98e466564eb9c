package io.sluice.message;

/** What {@link Statistics} counts since the node's start, in route order. */
public enum Figure {
    /** POSTs whose body arrived. */
    RECEIVED_REQUESTS("receivedRequests"),
    RECEIVED_BYTES("receivedBytes"),
    /** Answered with an error. */
    REJECTED_REQUESTS("rejectedRequests"),
    /** Answered with 202 or 207. */
    ACCEPTED_EVENTS("acceptedEvents"),
    /** Taken along beside good ones, answered with 207. */
    BAD_EVENTS("badEvents"),
    /** Acknowledged by Kafka. */
    APPENDED_EVENTS("appendedEvents"),
    /** Committed as rows. */
    STORED_EVENTS("storedEvents"),
    DUPLICATE_EVENTS("duplicateEvents"),
    /** Committed to the trouble queue. */
    TROUBLE_EVENTS("troubleEvents");

    private final String text;

    Figure(String text) {
        this.text = text;
    }

    /** Its name in JSON. */
    public String text() {
        return text;
    }
}
