package io.sluice.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a corpus file's text into bytes: {@code «FF 00»} are bytes in hexadecimal, {@code «1000 × [»} is a text repeated,
 * and it may hold others of its kind; everything else is itself in UTF-8.
 */
final class Notation {
    private static final Pattern BYTES = Pattern.compile("[0-9A-F]{2}( [0-9A-F]{2})*");
    private static final Pattern TIMES = Pattern.compile("(\\d+) × (.*)", Pattern.DOTALL);

    private Notation() {}

    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('«', at);
            int plainEnd = open < 0 ? text.length() : open;
            bytes.writeBytes(text.substring(at, plainEnd).getBytes(StandardCharsets.UTF_8));
            at = plainEnd;
            if (open >= 0) {
                int close = close(text, open);
                bytes.writeBytes(mark(text.substring(open + 1, close)));
                at = close + 1;
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] mark(String inner) {
        if (BYTES.matcher(inner).matches()) {
            return HexFormat.ofDelimiter(" ").parseHex(inner);
        }
        Matcher times = TIMES.matcher(inner);
        if (!times.matches()) {
            throw new IllegalArgumentException("neither bytes nor a repetition: «" + inner + "»");
        }
        byte[] once = bytes(times.group(2));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = Integer.parseInt(times.group(1)); i > 0; i--) {
            bytes.writeBytes(once);
        }
        return bytes.toByteArray();
    }

    private static int close(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '«' ? 1 : text.charAt(i) == '»' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a « without its »");
    }
}
