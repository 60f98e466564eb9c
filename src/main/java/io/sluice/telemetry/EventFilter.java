package io.sluice.telemetry;

import io.sluice.config.JsonPointer;
import io.sluice.message.TailWish;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an event is one that somebody wants to see. Thread-safe. */
final class EventFilter {
    private final byte[] contains;
    private final @Nullable List<String> steps;
    private final String value;

    /** Throws IllegalArgumentException where the pointer is none. */
    EventFilter(TailWish wish) {
        this.contains = wish.contains().getBytes(StandardCharsets.UTF_8);
        this.steps = wish.pointer().isEmpty() ? null : new JsonPointer(wish.pointer()).steps();
        this.value = wish.value();
    }

    /** The event lies between the two places. */
    boolean matches(byte[] bytes, int begin, int end) {
        return contains(bytes, begin, end) && (steps == null || hasValue(steps, text(bytes, begin, end)));
    }

    static String text(byte[] bytes, int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    private boolean contains(byte[] bytes, int begin, int end) {
        if (contains.length == 0) {
            return true;
        }
        for (int at = begin; at <= end - contains.length; at++) {
            int same = 0;
            while (same < contains.length && bytes[at + same] == contains[same]) {
                same++;
            }
            if (same == contains.length) {
                return true;
            }
        }
        return false;
    }

    private boolean hasValue(List<String> way, String event) {
        try {
            Object place = new JsonObject(event);
            for (String step : way) {
                place = below(place, step);
            }
            return place != null && String.valueOf(place).equals(value);
        } catch (DecodeException e) {
            return false;
        }
    }

    private static @Nullable Object below(@Nullable Object place, String step) {
        if (place instanceof JsonObject object) {
            return object.getValue(step);
        }
        if (place instanceof JsonArray array && step.matches("0|[1-9]\\d{0,8}")) {
            int index = Integer.parseInt(step);
            return index < array.size() ? array.getValue(index) : null;
        }
        return null;
    }
}
