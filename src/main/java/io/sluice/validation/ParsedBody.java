package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** A request's body and what is known of all of it. Its bytes are never changed. */
final class ParsedBody {
    private static final int MARK_LENGTH = 3;

    private final byte[] bytes;
    private final int start;
    private final BodyScan scan;
    private final EventLimits limits;
    private final Effort effort;

    /** The bytes as they came; what is read of them is bounded by the limits. */
    ParsedBody(byte[] bytes, EventLimits limits) {
        this.bytes = bytes;
        this.start = markAt(bytes, 0) ? MARK_LENGTH : 0;
        this.scan = BodyScan.of(bytes);
        this.limits = limits;
        this.effort = new Effort(bytes.length);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Behind the byte order mark, if there is one. */
    int start() {
        return start;
    }

    /** What one look over the bytes told. */
    BodyScan scan() {
        return scan;
    }

    EventLimits limits() {
        return limits;
    }

    /**
     * Where the first thing of that part stands that JSON in UTF-8 never holds, a zero byte or a broken character;
     * {@code end} where there is none.
     */
    int firstForeign(int from, int end) {
        int foreign = scan.utf8() ? end : BodyScan.firstBroken(bytes, from, end);
        for (int at = from; scan.zero() && at < foreign; at++) {
            foreign = bytes[at] == 0 ? at : foreign;
        }
        return foreign;
    }

    /** Whether UTF-8's byte order mark stands there: the parser would pass over it without a word. */
    static boolean markAt(byte[] bytes, int at) {
        return bytes.length >= at + MARK_LENGTH
                && bytes[at] == (byte) 0xEF
                && bytes[at + 1] == (byte) 0xBB
                && bytes[at + 2] == (byte) 0xBF;
    }

    /** A reader for the value on whose first token the parser stands. */
    TreeReader reader(JsonParser parser) {
        return new TreeReader(parser, limits, scan.backslash(), effort);
    }

    /** Whether its check has cost as much as it may: events that were read since weren't checked. */
    boolean isSpent() {
        return effort.isSpent();
    }

    /** Where the token on which the parser stands begins, counted from where the parser was opened. */
    static int startOf(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }

    /** Where the parser has read up to: after an array's or object's end, the byte behind it; counted likewise. */
    static int endOf(JsonParser parser) {
        return Math.toIntExact(parser.currentLocation().getByteOffset());
    }

    /** Whether nothing but white space is left. */
    static boolean isAtEnd(JsonParser parser) throws IOException {
        return parser.nextToken() == null;
    }
}
