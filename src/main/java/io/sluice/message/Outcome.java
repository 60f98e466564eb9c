package io.sluice.message;

import io.sluice.failure.EventFault;
import io.sluice.failure.Problem;
import java.util.List;

/** What became of one request of a batch. */
public sealed interface Outcome {
    /**
     * Every replica in sync has the record, at this position.
     *
     * @param position  counts the good events
     * @param faults    of a lenient request's bad events, in order, as many as {@code validation.maxFaults} lets through
     * @param badEvents how many events are bad in all; they are in the record, and go to the trouble queue
     */
    record Accepted(Position position, List<EventFault> faults, int badEvents) implements Outcome {
        public Accepted {
            faults = List.copyOf(faults);
        }

        /** Every event is good. */
        public Accepted(Position position) {
            this(position, List.of(), 0);
        }
    }

    /** Refused, or failed: the problem's failure says whether anything can have been written. */
    record Refused(Problem problem) implements Outcome {}
}
