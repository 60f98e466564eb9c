package io.sluice.cli.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts an input into lines, and knows where in the input it stands. Blank lines are passed over. One thread. */
final class LineReader {
    /** Above the largest event that a node takes by default, and small enough to hold a few in memory. */
    static final int MAX_LINE_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final String name;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long offset;
    private long number;

    /**
     * @param in     stands at the beginning of a line; not closed by this class
     * @param name   of the input, for messages
     * @param offset at which {@code in} stands
     * @param number lines that lie before it
     */
    LineReader(InputStream in, String name, long offset, long number) {
        this.in = in;
        this.name = name;
        this.offset = offset;
        this.number = number;
    }

    /** The next line that isn't blank, or null at the end; may block. A line over the limit throws. */
    @Nullable
    Line next() throws IOException {
        while (true) {
            byte @Nullable [] bytes = nextBytes();
            if (bytes == null) {
                return null;
            }
            if (!isBlank(bytes)) {
                return new Line(bytes, number, offset);
            }
        }
    }

    /** Whether {@link #next} would find something to read at once. */
    boolean isReady() throws IOException {
        return lineBreak() >= 0 || in.available() > 0;
    }

    private byte @Nullable [] nextBytes() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int end = lineBreak();
            int until = end < 0 ? limit : end;
            checkLength(line.size() + until - position);
            line.write(buffer, position, until - position);
            int next = end < 0 ? limit : end + 1;
            offset += next - position;
            position = next;
            if (end >= 0) {
                break;
            }
        }
        if (any) {
            number++;
        }
        return any ? line.toByteArray() : null;
    }

    private void checkLength(int bytes) throws InputException {
        if (bytes > MAX_LINE_BYTES) {
            throw new InputException(name + ":" + (number + 1) + ": the line is longer than 1 MiB; is this NDJSON?");
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private int lineBreak() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
