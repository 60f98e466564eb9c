package io.sluice.validation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

/** Says in a sentence why a text is no JSON, without what only a Java programmer would understand, and without the text. */
final class Unreadable {
    private static final int LONGEST = 120;

    private Unreadable() {}

    /**
     * What ended the reading of an event.
     *
     * @param pointer to where it ended
     * @param place   the end of the sentence: where that is in the text
     */
    static Fault fault(JsonProcessingException problem, EventLimits limits, String pointer, String place) {
        return problem instanceof StreamConstraintsException tooLong
                ? limits.tooLong(tooLong, pointer)
                : new Fault(pointer, reason(problem) + place);
    }

    static String reason(JsonProcessingException problem) {
        if (problem instanceof JsonEOFException) {
            return "ends in the middle of a value";
        }
        String message = String.valueOf(problem.getOriginalMessage());
        if (message.startsWith("Unexpected character ('}'") && message.contains("to start field name")) {
            return "is no JSON: a comma too many before '}'";
        }
        String first =
                message.split(" \\(for | \\(JSON|\\n", 2)[0].replaceFirst(": (was )?expect(ing|ed) ", ", expected ");
        String plain = first.split(": ", 2)[0].replaceAll("[^ -~]", "?");
        return "is no JSON: " + (plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain);
    }

    /** Where the parser stands, as a JSON pointer within its event; {@code inArray} when the events are an array's. */
    static String pointer(JsonParser parser, boolean inArray) {
        return inEvent(parser.getParsingContext().pathAsPointer(), inArray);
    }

    private static String inEvent(JsonPointer path, boolean inArray) {
        JsonPointer inEvent = inArray ? path.tail() : path;
        return inEvent == null ? "" : inEvent.toString();
    }

    /** What a byte is that JSON in UTF-8 never holds. */
    static String foreign(byte at) {
        return at == 0 ? "holds a zero byte" : "isn't UTF-8";
    }

    /** Whether a member's name holds half of a surrogate pair: it is JSON, but the parser reads no further. */
    static boolean isHalfOfPair(JsonProcessingException problem) {
        return String.valueOf(problem.getOriginalMessage()).contains("surrogate");
    }

    /** The fault of the object in whose member's name the parser met half of a surrogate pair. */
    static Fault halfOfPair(JsonParser parser, boolean inArray) {
        JsonStreamContext around = parser.getParsingContext().getParent();
        String pointer = around == null ? "" : inEvent(around.pathAsPointer(), inArray);
        return new Fault(pointer, "a member name " + StorableText.HALF_OF_PAIR);
    }

    /** Line and column, both from 1, as the end of a sentence. */
    static String place(JsonLocation location) {
        return ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
