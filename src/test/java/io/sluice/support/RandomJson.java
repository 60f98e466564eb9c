package io.sluice.support;

import java.util.Random;
import java.util.StringJoiner;

/** JSON texts by a seed: awkward numbers, escapes, characters of every plane, nesting, white space. */
public final class RandomJson {
    private static final int MAX_DEPTH = 4;
    private static final String[] NUMBERS = {
        "0", "-0", "1e3", "1E-7", "123456789012345678901234567890", "0.1000", "-12.5e+10", "9007199254740993", "1.0"
    };
    private static final String[] TEXTS = {
        "",
        "plain",
        "\\\"quoted\\\"",
        "\\u00e4\\ud83d\\ude00",
        "ü😀漢",
        "\\b\\f\\n\\r\\t\\/\\\\",
        "\u2028",
        "'; drop table x --"
    };

    private final Random random;

    public RandomJson(long seed) {
        this.random = new Random(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public String value() {
        return value(0);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 8 : 6)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3 -> String.valueOf(random.nextLong());
            case 4 -> String.valueOf(random.nextDouble());
            case 5 -> '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
            case 6 -> array(depth);
            default -> object(depth);
        };
    }

    private String array(int depth) {
        StringJoiner items = new StringJoiner(" ,", "[", "]");
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(value(depth + 1));
        }
        return items.toString();
    }

    private String object(int depth) {
        StringJoiner members = new StringJoiner(",\t", "{", "}");
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add("\"k" + i + TEXTS[random.nextInt(TEXTS.length)] + "\" : " + value(depth + 1));
        }
        return members.toString();
    }
}
