package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an operation. They come from a query, where everything is a text, or from a JSON object: numbers and
 * truth values are read from both. What can't be used throws INVALID_ARGUMENT naming the argument.
 */
final class Arguments {
    private final JsonObject json;

    Arguments(JsonObject json) {
        this.json = json;
    }

    void refuseOthersThan(Set<String> known) {
        for (String name : json.fieldNames()) {
            if (!known.contains(name)) {
                throw unusable(name, "isn't known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    boolean has(String name) {
        return json.getValue(name) != null;
    }

    @Nullable
    String text(String name) {
        Object value = json.getValue(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unusable(name, "is expected as a text");
    }

    String textOrEmpty(String name) {
        String text = text(name);
        return text == null ? "" : text;
    }

    String neededText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw unusable(name, "is needed");
        }
        return text;
    }

    /** A whole number within bounds; {@code otherwise} where it is absent. */
    long number(String name, long least, long most, long otherwise) {
        return has(name) ? number(name, json.getValue(name), least, most) : otherwise;
    }

    long neededNumber(String name, long least, long most) {
        if (!has(name)) {
            throw unusable(name, "is needed");
        }
        return number(name, json.getValue(name), least, most);
    }

    /** One number or several; empty where it is absent. */
    List<Long> numbers(String name, long least, long most) {
        Object value = json.getValue(name);
        List<Long> numbers = new ArrayList<>();
        if (value instanceof JsonArray array) {
            array.forEach(element -> numbers.add(number(name, element, least, most)));
        } else if (value != null) {
            numbers.add(number(name, value, least, most));
        }
        return numbers;
    }

    boolean flag(String name) {
        return switch (String.valueOf(json.getValue(name))) {
            case "null", "false" -> false;
            case "true" -> true;
            default -> throw unusable(name, "is expected as true or false");
        };
    }

    /** A moment as RFC 3339 has it, or null. */
    @Nullable
    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw unusable(name, "is expected as a time like 2026-11-21T03:00:00Z");
        }
    }

    LocalDate neededDay(String name) {
        try {
            return LocalDate.parse(neededText(name));
        } catch (DateTimeException e) {
            throw unusable(name, "is expected as a day (UTC) like 2026-11-21");
        }
    }

    @Nullable
    JsonArray array(String name) {
        Object value = json.getValue(name);
        if (value == null || value instanceof JsonArray) {
            return (JsonArray) value;
        }
        throw unusable(name, "is expected as an array");
    }

    static SluiceException unusable(String name, String why) {
        return new SluiceException(Failure.INVALID_ARGUMENT, "the argument " + name + ' ' + why);
    }

    private static long number(String name, @Nullable Object value, long least, long most) {
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof String;
        try {
            long number = Long.parseLong(whole ? String.valueOf(value) : "");
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw unusable(name, "is expected as a whole number from " + least + " to " + most);
    }
}
