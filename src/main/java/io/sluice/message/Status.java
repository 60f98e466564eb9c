package io.sluice.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one accepted request, event by event: {@code stored + troubled + the ones still waiting = events}.
 *
 * @param state    where the request stands as a whole
 * @param stored   how many of its events are rows
 * @param troubles the events in the trouble queue
 * @param detail   why it stands there, in a sentence for the sender; null where the state says it all
 */
public record Status(
        State state,
        int stored,
        List<Trouble> troubles,
        @Nullable String detail) {
    public Status {
        troubles = List.copyOf(troubles);
    }

    /** None of its events is a row or in trouble. */
    public static Status nothingStored(State state, @Nullable String detail) {
        return new Status(state, 0, List.of(), detail);
    }

    public enum State {
        /** In Kafka, not yet in PostgreSQL (or PostgreSQL can't be asked from here). The one state that can still change. */
        ACCEPTED,
        /** Every event is a row, or an entry of the trouble queue. */
        STORED,
        /** Gone from Kafka before it was stored. */
        LOST,
        /** In a log from which nothing is stored here: the receipt is another installation's. */
        ELSEWHERE,
        /** So old that what could tell of it is gone from Kafka and from PostgreSQL. */
        EXPIRED
    }

    /** An event that could not be stored: its place in the request, from 0 (or {@link #WHOLE_REQUEST}), and why. */
    public record Trouble(int index, String reason) {
        /** The request as a whole: its record in Kafka was damaged. */
        public static final int WHOLE_REQUEST = -1;
    }

    /** Whether asking again can't tell anything else. */
    public boolean isFinal() {
        return state != State.ACCEPTED;
    }

    @Override
    public String toString() {
        return "Status[" + state + ", " + stored + " stored, " + troubles.size() + " in trouble]";
    }
}
