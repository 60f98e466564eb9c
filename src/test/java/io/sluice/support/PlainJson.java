package io.sluice.support;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second opinion on what JSON is: RFC 8259 to the letter, members of one name refused, written without any library so
 * that it shares no defect with what is tested. Slow and plain; nesting is bounded by the stack alone.
 */
public final class PlainJson {
    /** JSON's null, since a map takes none. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final String text;
    private int at;

    private PlainJson(String text) {
        this.text = text;
    }

    /** A number and how it was written; equal to another of the same value, so 1.0 to 1.00 and -0 to 0. */
    public record Decimal(String text, BigDecimal value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Decimal that && value.compareTo(that.value) == 0;
        }

        @Override
        public int hashCode() {
            return value.stripTrailingZeros().hashCode();
        }
    }

    /**
     * The value: Map, List, String, Decimal, Boolean or {@link #NULL}.
     *
     * @throws IllegalArgumentException where the bytes are no JSON in UTF-8
     */
    public static Object parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no UTF-8", e);
        }
    }

    public static Object parse(String text) {
        PlainJson json = new PlainJson(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("something follows");
        }
        return value;
    }

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        space();
        boolean more = peek() != '}';
        while (more) {
            space();
            String name = string();
            space();
            expect(':');
            if (members.put(name, value()) != null) {
                throw wrong("a name stands twice");
            }
            space();
            more = peek() == ',';
            at += more ? 1 : 0;
        }
        expect('}');
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        space();
        boolean more = peek() != ']';
        while (more) {
            elements.add(value());
            space();
            more = peek() == ',';
            at += more ? 1 : 0;
        }
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw wrong("a control character");
            }
            string.append(c == '\\' ? escape() : c);
        }
        return string.toString();
    }

    private char escape() {
        char c = next();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c != 'u') {
            throw wrong("no escape");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = "0123456789abcdef".indexOf(Character.toLowerCase(next()));
            if (digit < 0) {
                throw wrong("no escape");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Decimal number() {
        int start = at;
        at += peek() == '-' ? 1 : 0;
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            at += peek() == '+' || peek() == '-' ? 1 : 0;
            digits();
        }
        String number = text.substring(start, at);
        return new Decimal(number, new BigDecimal(number));
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("no digit");
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    /** The next character, or U+FFFF at the end, which begins and ends nothing. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\uffff';
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("it ends");
        }
        return text.charAt(at++);
    }

    private void expect(char c) {
        if (next() != c) {
            throw wrong("expected " + c);
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " at " + at);
    }
}
