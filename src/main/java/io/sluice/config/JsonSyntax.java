package io.sluice.config;

import io.vertx.core.json.DecodeException;
import java.util.regex.Pattern;

/** What is wrong with a JSON file, for the person who wrote it. */
public final class JsonSyntax {
    private static final Pattern PLACE = Pattern.compile("\\s*at \\[Source: [^;]*; line: (\\d+), column: (\\d+)]");

    private JsonSyntax() {}

    /** The parser's sentence in one line, with line and column and without what the parser says of itself. */
    public static String reason(DecodeException e) {
        String sentence = String.valueOf(e.getMessage()).replaceFirst("^Failed to decode:\\s*", "");
        return "not JSON: " + PLACE.matcher(sentence).replaceAll(", line $1, column $2");
    }
}
