package io.sluice.message;

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
}
