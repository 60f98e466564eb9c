package io.sluice.message;

import java.util.List;

/**
 * What became of one accepted request, event by event: {@code stored + troubled + the ones still waiting = events}.
 *
 * @param state    where the request stands as a whole
 * @param stored   how many of its events are rows
 * @param troubles the events in the trouble queue
 */
public record Status(State state, int stored, List<Trouble> troubles) {
    public Status {
        troubles = List.copyOf(troubles);
    }

    public enum State {
        /** In Kafka, not yet in PostgreSQL (or PostgreSQL can't be asked from here). */
        ACCEPTED,
        /** Every event is a row, or an entry of the trouble queue. */
        STORED,
        /** Gone from Kafka before it was stored, as an operator has acknowledged. */
        LOST
    }

    /** An event that could not be stored: its place in the request, from 0 (or {@link #WHOLE_REQUEST}), and why. */
    public record Trouble(int index, String reason) {
        /** The request as a whole: its record in Kafka was damaged. */
        public static final int WHOLE_REQUEST = -1;
    }

    @Override
    public String toString() {
        return "Status[" + state + ", " + stored + " stored, " + troubles.size() + " in trouble]";
    }
}
