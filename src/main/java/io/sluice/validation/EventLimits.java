package io.sluice.validation;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.config.ValidationConfig;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Limit;

/**
 * How large the tree of one event may become.
 *
 * @param depth  arrays and objects inside each other
 * @param values members and elements, at all depths together
 * @param digits of one number, before and after the point together, written out
 * @param name   bytes of a member's name
 * @param text   characters of one text: it can't have more than its event has bytes
 */
record EventLimits(int depth, int values, int digits, int name, int text) {
    static EventLimits of(ValidationConfig config) {
        return new EventLimits(
                config.maxDepth(),
                config.maxValues(),
                config.maxDigits(),
                config.maxName().asInt(),
                config.maxEvent().asInt());
    }

    Fault tooDeep(String pointer) {
        return new Fault(
                pointer,
                "has arrays and objects inside each other more than " + depth + " deep",
                new Exceeded(Limit.DEPTH, depth));
    }

    Fault tooManyValues() {
        return new Fault("", "holds more than " + values + " values", new Exceeded(Limit.VALUES, values));
    }

    Fault tooManyDigits(String pointer) {
        return new Fault(
                pointer,
                "is a number of too many digits; expected at most " + digits
                        + " before and after the point, written out",
                new Exceeded(Limit.DIGITS, digits));
    }

    /** What the parser itself found too long: it tells which only in its message. */
    Fault tooLong(StreamConstraintsException problem, String pointer) {
        String message = String.valueOf(problem.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return tooDeep(pointer);
        }
        return message.startsWith("Name")
                ? new Fault(
                        pointer, "has a member's name of more than " + name + " bytes", new Exceeded(Limit.NAME, name))
                : new Fault(pointer, "has a text that is longer than an event may be", new Exceeded(Limit.EVENT, text));
    }
}
