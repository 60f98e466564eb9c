package io.sluice.failure;

import org.jspecify.annotations.Nullable;

/**
 * Every way in which a request can fail: the one table that decides the bus code, the HTTP status, the stable code in
 * the problem document, and whether the sender should try again. Bus codes are part of the protocol: a code is never
 * given another meaning.
 */
public enum Failure {
    /** The body is no JSON, broken UTF-8, cut short or empty. */
    MALFORMED(1, 400, "malformed", "The body can't be read", Retry.NEVER),
    /** One or more events don't satisfy the stream's schema, or hold a value that PostgreSQL can't give back. */
    INVALID_EVENTS(2, 422, "invalid_events", "One or more events are not valid", Retry.NEVER),
    /** No file conf/streams/NAME.json on this node. */
    UNKNOWN_STREAM(3, 404, "unknown_stream", "There is no such stream", Retry.NEVER),
    NOT_FOUND(4, 404, "not_found", "There is nothing at this path", Retry.NEVER),
    METHOD_NOT_ALLOWED(5, 405, "method_not_allowed", "This path doesn't answer that method", Retry.NEVER),
    UNSUPPORTED_MEDIA_TYPE(6, 415, "unsupported_media_type", "The body's media type isn't known here", Retry.NEVER),
    UNSUPPORTED_ENCODING(7, 415, "unsupported_encoding", "The body's content encoding isn't known here", Retry.NEVER),
    /** The body, an event or the number of events is over a limit. */
    TOO_LARGE(8, 413, "too_large", "The request is over a limit", Retry.NEVER),
    URI_TOO_LONG(24, 414, "uri_too_long", "The request line is over a limit", Retry.NEVER),
    HEADERS_TOO_LARGE(25, 431, "headers_too_large", "The headers are over a limit", Retry.NEVER),
    /** The head didn't arrive in time. */
    HEAD_TIMEOUT(26, 408, "head_timeout", "The head of the request didn't arrive in time", Retry.LATER),
    /** The header Expect asks for something else than 100-continue. */
    EXPECTATION_FAILED(29, 417, "expectation_failed", "What the header Expect asks for isn't done here", Retry.NEVER),
    /** The body didn't arrive in time. */
    BODY_TIMEOUT(9, 408, "body_timeout", "The body didn't arrive in time", Retry.LATER),
    /** This node holds as many requests or bytes in flight as it may. Nothing of the request was written. */
    OVERLOADED(10, 503, "overloaded", "This node is busy", Retry.LATER),
    /** Nothing of the request reached Kafka, for certain. */
    NOT_WRITTEN(11, 503, "not_written", "The events were not written", Retry.LATER),
    /** The request may be in Kafka or not: trying again may store its events twice. */
    OUTCOME_UNKNOWN(12, 503, "outcome_unknown", "It isn't known whether the events were written", Retry.LATER),
    /** This node is stopping. Nothing of the request was written. */
    SHUTTING_DOWN(13, 503, "shutting_down", "This node is stopping", Retry.LATER),
    /** The text isn't a receipt, or not one that was signed with this installation's key. */
    INVALID_RECEIPT(14, 404, "invalid_receipt", "This is not a receipt of this installation", Retry.NEVER),
    /** A header (Idempotency-Key, Content-Length …), the request line or its query has a value that can't be used. */
    INVALID_HEADER(15, 400, "invalid_header", "The head of the request can't be used", Retry.NEVER),
    /** A message on the bus has a type or version that this node doesn't know. */
    UNKNOWN_MESSAGE(16, 500, "unknown_message", "A message between nodes can't be read", Retry.NEVER),
    /** No stage answers at the address, here or in the cluster. Nothing was done. */
    NO_HANDLERS(17, 503, "no_handlers", "A stage is not running", Retry.LATER),
    /** A server behind a stage (Kafka, PostgreSQL) can't be reached at present. */
    UNAVAILABLE(18, 503, "unavailable", "A server behind this node can't be reached", Retry.LATER),
    /** A fetch was ended because a newer one for the same partition came. */
    SUPERSEDED(19, 503, "superseded", "A newer question took this one's place", Retry.NEVER),
    /** The topic has another id than the reader expects: it was deleted and made again. An incident. */
    TOPIC_RECREATED(20, 500, "topic_recreated", "The topic was deleted and made again", Retry.NEVER),
    /** The log ends before the stored offset, or another leader's history replaced it. An incident. */
    LOG_TRUNCATED(21, 500, "log_truncated", "The log was truncated", Retry.NEVER),
    /** Records that were not stored are gone from the log, or a record can't be understood. An incident. */
    LOG_GAP(22, 500, "log_gap", "Records are missing from the log", Retry.NEVER),
    /** A defect of this program; the node's log has the trace. */
    INTERNAL(23, 500, "internal", "This node failed", Retry.NEVER),
    /** The receipt is of a log from which nothing is stored here: another installation that uses the same key. */
    RECEIPT_ELSEWHERE(27, 404, "receipt_elsewhere", "This is a receipt of another installation", Retry.NEVER),
    /** So old that neither Kafka nor PostgreSQL holds what it is about. */
    RECEIPT_EXPIRED(28, 410, "receipt_expired", "This receipt's events are no longer kept", Retry.NEVER),
    /** Another request with the same Idempotency-Key is under way on this node. Nothing of this one was written. */
    KEY_IN_USE(30, 409, "key_in_use", "A request with this Idempotency-Key is being written", Retry.LATER),
    /** A request with the same Idempotency-Key and another body was accepted. Nothing of this one was written. */
    KEY_REUSED(31, 422, "key_reused", "This Idempotency-Key belongs to another request", Retry.NEVER),
    /** The topic uses as much of Kafka's disks as it may. Nothing of the request was written. */
    BACKLOG_FULL(32, 503, "backlog_full", "Too much waits to be stored", Retry.LATER),
    /** On the management port, once credentials are configured. */
    UNAUTHORIZED(40, 401, "unauthorized", "Credentials are missing or wrong", Retry.NEVER),
    /** No operation of administration has this name. */
    UNKNOWN_OPERATION(41, 404, "unknown_operation", "There is no such operation", Retry.NEVER),
    /** An argument of an operation is missing, not known, or has a value that can't be used. */
    INVALID_ARGUMENT(42, 400, "invalid_argument", "An argument can't be used", Retry.NEVER),
    /** What is asked for contradicts what is there. */
    CONFLICT(43, 409, "conflict", "This can't be done as things are", Retry.NEVER);

    /** Whether the same request can succeed later, unchanged. */
    public enum Retry {
        NEVER,
        LATER
    }

    private final int busCode;
    private final int status;
    private final String code;
    private final String title;
    private final Retry retry;

    Failure(int busCode, int status, String code, String title, Retry retry) {
        this.busCode = busCode;
        this.status = status;
        this.code = code;
        this.title = title;
        this.retry = retry;
    }

    /** The HTTP status that a sender sees. */
    public int status() {
        return status;
    }

    /** The stable name in a problem document's {@code code}, in metrics and in the documentation. */
    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    /** Whether the sender should send the same request again, after the answer's Retry-After. */
    public boolean isRetryable() {
        return retry == Retry.LATER;
    }

    /**
     * What a stage that asked the next one to write must tell its own asker, when the question as a whole failed with
     * this failure: the failure itself where it says that nothing was written, {@link #NOT_WRITTEN} where the question
     * reached nobody who could read it, and {@link #OUTCOME_UNKNOWN} where it may have failed after the writing.
     */
    public Failure afterAsking() {
        return switch (this) {
            case NO_HANDLERS, UNKNOWN_MESSAGE -> NOT_WRITTEN;
            case OUTCOME_UNKNOWN, INTERNAL, SUPERSEDED, TOPIC_RECREATED, LOG_TRUNCATED, LOG_GAP -> OUTCOME_UNKNOWN;
            case MALFORMED,
                    INVALID_EVENTS,
                    UNKNOWN_STREAM,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    UNSUPPORTED_MEDIA_TYPE,
                    UNSUPPORTED_ENCODING,
                    TOO_LARGE,
                    URI_TOO_LONG,
                    HEADERS_TOO_LARGE,
                    HEAD_TIMEOUT,
                    EXPECTATION_FAILED,
                    BODY_TIMEOUT,
                    OVERLOADED,
                    NOT_WRITTEN,
                    SHUTTING_DOWN,
                    INVALID_RECEIPT,
                    RECEIPT_ELSEWHERE,
                    RECEIPT_EXPIRED,
                    INVALID_HEADER,
                    UNAVAILABLE,
                    KEY_IN_USE,
                    KEY_REUSED,
                    BACKLOG_FULL,
                    UNAUTHORIZED,
                    UNKNOWN_OPERATION,
                    INVALID_ARGUMENT,
                    CONFLICT -> this;
        };
    }

    /** Whether the log is no longer the one of which something is stored: storing stops until an operator has looked. */
    public boolean isIncident() {
        return this == TOPIC_RECREATED || this == LOG_TRUNCATED || this == LOG_GAP;
    }

    /** The failure code of a reply on the event bus: 1 and up, since Vert.x keeps 0 and below for itself. */
    public int busCode() {
        return busCode;
    }

    /** The failure with this bus code, or {@link #INTERNAL} for a code that this version doesn't know. */
    public static Failure ofBusCode(int busCode) {
        for (Failure failure : values()) {
            if (failure.busCode == busCode) {
                return failure;
            }
        }
        return INTERNAL;
    }

    /** The failure with this code, or null. */
    public static @Nullable Failure ofCode(String code) {
        for (Failure failure : values()) {
            if (failure.code.equals(code)) {
                return failure;
            }
        }
        return null;
    }
}
