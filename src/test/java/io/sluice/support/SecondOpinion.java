package io.sluice.support;

import io.sluice.config.ValidationConfig;
import io.sluice.message.BodyFormat;
import io.sluice.support.PlainJson.Decimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Says without the product's code which events a body holds, and whether a stream that demands nothing must take them. */
public final class SecondOpinion {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private SecondOpinion() {}

    /** The events' values; throws IllegalArgumentException where the body can't be read or one is no object. */
    public static List<Object> events(BodyFormat format, byte[] body) {
        byte[] text = startsWithMark(body) ? Arrays.copyOfRange(body, MARK.length, body.length) : body;
        List<Object> events = new ArrayList<>();
        if (format == BodyFormat.NDJSON) {
            lines(text).forEach(line -> events.add(PlainJson.parse(line)));
        } else {
            Object value = PlainJson.parse(text);
            events.addAll(value instanceof List<?> list ? list : List.of(value));
        }
        if (events.isEmpty() || !events.stream().allMatch(Map.class::isInstance)) {
            throw new IllegalArgumentException("not objects, or none");
        }
        return events;
    }

    private static boolean startsWithMark(byte[] body) {
        return body.length >= MARK.length && Arrays.equals(body, 0, MARK.length, MARK, 0, MARK.length);
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n') {
                byte[] line = Arrays.copyOfRange(text, start, i);
                start = i + 1;
                if (!isBlank(line)) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Whether every value is within the limits, as the documentation has them, and PostgreSQL can give it back. */
    public static boolean mustTake(List<Object> events, ValidationConfig config) {
        return events.size() <= config.maxEvents()
                && events.stream().allMatch(event -> fits(event, config.maxDepth(), config));
    }

    private static boolean fits(Object value, int depth, ValidationConfig config) {
        if (value instanceof Map<?, ?> members) {
            return depth > 0
                    && members.entrySet().stream()
                            .allMatch(member -> isName((String) member.getKey(), config)
                                    && fits(member.getValue(), depth - 1, config));
        }
        if (value instanceof List<?> elements) {
            return depth > 0 && elements.stream().allMatch(element -> fits(element, depth - 1, config));
        }
        if (value instanceof String text) {
            return isStorable(text);
        }
        return !(value instanceof Decimal number) || isShort(number, config.maxDigits());
    }

    private static boolean isName(String name, ValidationConfig config) {
        return isStorable(name)
                && name.getBytes(StandardCharsets.UTF_8).length
                        <= config.maxName().bytes();
    }

    private static boolean isStorable(String text) {
        return text.indexOf(0) < 0 && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    private static boolean isShort(Decimal number, int maxDigits) {
        long before =
                Math.max(1, (long) number.value().precision() - number.value().scale());
        return number.text().length() <= maxDigits + 16
                && before + Math.max(0, number.value().scale()) <= maxDigits;
    }
}
