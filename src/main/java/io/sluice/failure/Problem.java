package io.sluice.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused: what becomes a problem document (RFC 9457).
 *
 * @param failure the row of the failure table
 * @param detail  what happened in this request, in a sentence
 * @param exceeded the limit that the request as a whole is over, or null
 * @param faults  the bad events, in order, as many as the limit {@code validation.maxFaults} lets through; empty when
 *                the request as a whole is at fault
 * @param badEvents how many events are bad in all: may be more than {@code faults} holds
 */
public record Problem(
        Failure failure, String detail, @Nullable Exceeded exceeded, List<EventFault> faults, int badEvents) {
    public Problem {
        faults = List.copyOf(faults);
    }

    public Problem(Failure failure, String detail) {
        this(failure, detail, null, List.of(), 0);
    }

    /** A request as a whole over a limit. */
    public Problem(Failure failure, String detail, Exceeded exceeded) {
        this(failure, detail, exceeded, List.of(), 0);
    }

    public static Problem of(SluiceException exception) {
        return new Problem(exception.failure(), exception.detail(), exception.exceeded(), List.of(), 0);
    }

    @Override
    public String toString() {
        return "Problem[" + failure.code() + ", " + badEvents + " bad events]";
    }
}
