package io.sluice.validation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Says in a sentence why a text is no JSON, without what only a Java programmer would understand, and without the text. */
final class Unreadable {
    private static final int LONGEST = 120;

    private Unreadable() {}

    static String reason(JsonProcessingException problem) {
        if (problem instanceof JsonEOFException) {
            return "ends in the middle of a value";
        }
        if (problem instanceof StreamConstraintsException) {
            return "has a text or a member's name that is longer than an event may be";
        }
        String message = String.valueOf(problem.getOriginalMessage());
        String first = message.split(" \\(for |\\n|: ", 2)[0];
        String plain = first.replaceAll("[^ -~]", "?");
        return "is no JSON: " + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain);
    }

    static String tooDeep(int maxDepth) {
        return "has arrays and objects inside each other more than " + maxDepth + " deep";
    }

    /** Line and column, both from 1, as the end of a sentence. */
    static String place(JsonLocation location) {
        return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Whether a length was over its bound: the request is too large rather than wrong. */
    static boolean isTooLong(JsonProcessingException problem) {
        return problem instanceof StreamConstraintsException;
    }
}
