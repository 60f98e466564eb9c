package io.sluice.validation;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes JSON texts from a seed: any value, with odd white space, escapes, numbers of all forms. */
final class JsonMaker {
    private static final String[] SPACES = {"", "", "", " ", "\t", " \n ", "\r\n"};
    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "ü",
        "€",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00fc",
        "\\ud83d\\ude00",
        "\\u001f",
        "{",
        "]",
        ","
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-17",
        "1.50",
        "1e3",
        "1E-3",
        "-2.5e+7",
        "123456789012345678",
        "9223372036854775808",
        "0.1",
        "3.14159265358979323846264338327950288",
        "1e300"
    };

    private final Random random;
    private final boolean lineBreaks;

    JsonMaker(Random random, boolean lineBreaks) {
        this.random = random;
        this.lineBreaks = lineBreaks;
    }

    /** An object of at most this depth; its members' names differ. */
    String object(int depth) {
        return IntStream.range(0, random.nextInt(5))
                .mapToObj(
                        i -> space() + "\"k" + i + text() + "\"" + space() + ":" + space() + value(depth - 1) + space())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> '"' + text() + '"';
            case 5 -> object(depth);
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> space() + value(depth - 1) + space())
                        .collect(Collectors.joining(",", "[", "]"));
        };
    }

    private String text() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> PIECES[random.nextInt(PIECES.length)])
                .collect(Collectors.joining());
    }

    String space() {
        String space = SPACES[random.nextInt(SPACES.length)];
        return lineBreaks ? space : space.replace('\n', ' ').replace('\r', ' ');
    }
}
