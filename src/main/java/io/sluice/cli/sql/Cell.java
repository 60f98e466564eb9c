package io.sluice.cli.sql;

import org.jspecify.annotations.Nullable;

/** A value as it is shown on a terminal. Pure. */
final class Cell {
    static final String NULL = "∅";
    private static final String CUT = "…";

    private Cell() {}

    /** In one line: events are written by strangers, and an escape sequence of theirs must not reach the terminal. */
    static String printable(@Nullable String value) {
        if (value == null) {
            return NULL;
        }
        StringBuilder text = new StringBuilder(value.length());
        value.codePoints().forEach(c -> append(text, c));
        return text.toString();
    }

    /** The value's first characters, at most as many as given. */
    static String cut(String value, int width) {
        return length(value) <= width ? value : value.substring(0, value.offsetByCodePoints(0, width - 1)) + CUT;
    }

    static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    static String pad(String value, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - length(value)));
        return right ? blanks + value : value + blanks;
    }

    private static void append(StringBuilder text, int c) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                    text.append(String.format("\\u%04x", c));
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }
}
