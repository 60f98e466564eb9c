package io.sluice.report;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminQuestion;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Function;

/** The arguments of a question; what can't be used throws INVALID_ARGUMENT naming the argument. */
record Asked(JsonObject json) {
    static Asked of(AdminQuestion question, Set<String> known) {
        try {
            JsonObject json = new JsonObject(question.arguments());
            json.fieldNames().stream()
                    .filter(name -> !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw unusable(name, "isn't known here; known are " + String.join(", ", known));
                    });
            return new Asked(json);
        } catch (DecodeException e) {
            throw new SluiceException(Failure.INVALID_ARGUMENT, "the arguments are no JSON object", e);
        }
    }

    String text(String name, String otherwise) {
        Object value = json.getValue(name);
        return value == null ? otherwise : value.toString();
    }

    LocalDate day(String name) {
        return parsed(name, text(name, ""), LocalDate::parse, "a day like 2026-11-21");
    }

    Instant time(String name) {
        return parsed(name, text(name, ""), Instant::parse, "a time like 2026-11-21T03:00:00Z");
    }

    int number(String name, int least, int most, int otherwise) {
        int number = parsed(
                name,
                text(name, String.valueOf(otherwise)),
                Integer::valueOf,
                "a whole number from " + least + " to " + most);
        if (number < least || number > most) {
            throw unusable(name, "is expected as a whole number from " + least + " to " + most);
        }
        return number;
    }

    static <T> T parsed(String name, String text, Function<String, T> reading, String expected) {
        try {
            return reading.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new SluiceException(
                    Failure.INVALID_ARGUMENT, "the argument " + name + " is expected as " + expected, e);
        }
    }

    static SluiceException unusable(String name, String why) {
        return new SluiceException(Failure.INVALID_ARGUMENT, "the argument " + name + ' ' + why);
    }
}
