package io.sluice.cli.client;

import io.sluice.failure.EventFault;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request led to. */
public sealed interface Answer {
    /** A request's final outcome, after it was tried as often as was worth it. */
    sealed interface Settled {}

    /** Durable. */
    record Accepted(long events, String receipt) implements Answer, Settled {}

    /**
     * Not now; the same request may succeed later.
     *
     * @param why            for the user
     * @param retryAfter     how long the node asks to wait; null when it says nothing
     * @param outcomeUnknown the events may have been written nevertheless
     */
    record Later(String why, @Nullable Duration retryAfter, boolean outcomeUnknown) implements Answer {}

    /**
     * Never, as it is.
     *
     * @param what      status, title and detail in one line
     * @param faults    the bad events that the node named
     * @param badEvents how many are bad in all
     */
    record Refused(String what, List<EventFault> faults, int badEvents) implements Answer, Settled {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** Tried until the time was over, or not at all after an unknown outcome. */
    record GaveUp(String why) implements Settled {}

    /** The user ended the program while the request waited for its next try. Nothing is in flight. */
    record Stopped() implements Settled {}
}
