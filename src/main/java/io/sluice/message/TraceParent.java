package io.sluice.message;

import org.jspecify.annotations.Nullable;

/**
 * The W3C trace context that a request came with, {@code 00-<trace id>-<parent id>-<flags>}. Sluice carries it and makes
 * nothing of it.
 */
public final class TraceParent {
    /** Its name as a header, of a request and of a record. */
    public static final String NAME = "traceparent";

    private static final String FORM = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /** The text as it is when it is one of version 00 that can be used, else null: a sender's mistake costs it its trace only. */
    public static @Nullable String valid(@Nullable String text) {
        if (text == null || text.length() != FORM.length()) {
            return null;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char is = text.charAt(i);
            if (wanted == 'x' ? !isHex(is) : is != wanted) {
                return null;
            }
        }
        return isZero(text, TRACE_ID, PARENT_ID - 1) || isZero(text, PARENT_ID, FLAGS - 1) ? null : text;
    }

    /** W3C knows no capital letters here. */
    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
