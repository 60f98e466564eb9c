package io.sluice.validation;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Where the events of a request lie in its body, and how they become a record's value. Not thread-safe. */
final class Spans {
    /** Begin and end, in turn. */
    private int[] bounds = new int[16];

    /** Events and gaps. */
    private int count;

    private int gaps;

    void add(int start, int end) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }

    /** An event that is left out stood here: its line is empty, so that those behind it keep their index. */
    void gap(int at) {
        add(at, at);
        gaps++;
    }

    /** How many events there are. */
    int events() {
        return count - gaps;
    }

    /**
     * The events' own bytes, a line each, separated by a line break. A line break within an event, which in valid JSON
     * is only white space between its parts, becomes a blank. Empty lines at the end are left out. At least one event.
     *
     * @param body       as it came
     * @param bytes      the same
     * @param lineBreaks whether the body has any
     * @return a slice of the body where the events already stand so in it
     */
    Buffer value(Buffer body, byte[] bytes, boolean lineBreaks) {
        boolean within = lineBreaks && hasLineBreakWithin(bytes);
        if (!within && gaps == 0 && areLines(bytes)) {
            return body.slice(bounds[0], bounds[2 * count - 1]);
        }
        byte[] value = new byte[bounds[2 * count - 1] - bounds[0] + count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            int size = bounds[2 * i + 1] - bounds[2 * i];
            System.arraycopy(bytes, bounds[2 * i], value, length, size);
            if (within) {
                blankLineBreaks(value, length, length + size);
            }
            length += size;
            value[length++] = '\n';
        }
        while (value[length - 1] == '\n') {
            length--;
        }
        return Buffer.buffer(length).appendBytes(value, 0, length);
    }

    private boolean areLines(byte[] bytes) {
        for (int i = 1; i < count; i++) {
            int end = bounds[2 * i - 1];
            if (bounds[2 * i] != end + 1 || bytes[end] != '\n') {
                return false;
            }
        }
        return true;
    }

    private boolean hasLineBreakWithin(byte[] bytes) {
        for (int i = 0; i < count; i++) {
            for (int at = bounds[2 * i]; at < bounds[2 * i + 1]; at++) {
                if (bytes[at] == '\n' || bytes[at] == '\r') {
                    return true;
                }
            }
        }
        return false;
    }

    private static void blankLineBreaks(byte[] value, int from, int to) {
        for (int at = from; at < to; at++) {
            if (value[at] == '\n' || value[at] == '\r') {
                value[at] = ' ';
            }
        }
    }
}
