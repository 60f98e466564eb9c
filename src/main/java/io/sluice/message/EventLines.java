package io.sluice.message;

import java.util.BitSet;

/** How events lie in a record's value: a line each, separated by line feeds. A line without bytes is no event. */
public final class EventLines {
    private EventLines() {}

    /** How many events the value holds. */
    public static int count(byte[] value) {
        int events = 0;
        boolean empty = true;
        for (byte b : value) {
            if (b == '\n') {
                empty = true;
            } else if (empty) {
                empty = false;
                events++;
            }
        }
        return events;
    }

    /** The indexes of the events: an empty line counts, though it is none. */
    public static BitSet places(byte[] value) {
        BitSet places = new BitSet();
        int line = 0;
        for (byte b : value) {
            if (b == '\n') {
                line++;
            } else {
                places.set(line);
            }
        }
        return places;
    }
}
