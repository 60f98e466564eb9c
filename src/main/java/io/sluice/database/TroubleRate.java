package io.sluice.database;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many of a partition's last events went to trouble. Single bad events are the trouble queue's; so many mean that a
 * column, a stream's file or a sender is wrong, and an operator should look before thousands more are there. Used on one
 * event loop.
 */
final class TroubleRate {
    /** Over so many events it is judged; what is stored at once counts as a whole. */
    static final int WINDOW_EVENTS = 10_000;

    /** Fewer are never too many. */
    static final int LEAST_IN_TROUBLE = 100;

    private static final double MOST_SHARE = 0.05;

    private record Stored(long events, long troubles) {}

    private final Deque<Stored> window = new ArrayDeque<>();
    private long events;
    private long troubles;

    void stored(long more, long inTrouble) {
        window.addLast(new Stored(more, inTrouble));
        events += more;
        troubles += inTrouble;
        while (events - window.getFirst().events() >= WINDOW_EVENTS) {
            Stored oldest = window.removeFirst();
            events -= oldest.events();
            troubles -= oldest.troubles();
        }
    }

    /** The share is of the window, also while it isn't full: a stream's first thousand events may be all wrong. */
    boolean isTooMuch() {
        return troubles >= LEAST_IN_TROUBLE && troubles > MOST_SHARE * events;
    }

    @Override
    public String toString() {
        return troubles + " of the last " + events + " events";
    }
}
