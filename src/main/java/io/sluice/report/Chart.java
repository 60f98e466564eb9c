package io.sluice.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a result is drawn.
 *
 * @param kind   bars, lines or nothing
 * @param label  the column whose values stand below
 * @param values the columns whose numbers are drawn
 */
record Chart(Kind kind, String label, List<String> values) {
    static final Chart NONE = new Chart(Kind.NONE, "", List.of());

    enum Kind {
        NONE,
        BAR,
        LINE
    }

    Chart {
        values = List.copyOf(values);
    }

    /** Reads {@code none}, or {@code bar LABEL VALUE, VALUE}; throws IllegalArgumentException for anything else. */
    static Chart parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        String[] words = text.split("[\\s,]+", -1);
        if (words.length < 3 || !(words[0].equals("bar") || words[0].equals("line"))) {
            throw new IllegalArgumentException(
                    "chart is expected as none, or as bar or line with a column for the labels and columns of numbers,"
                            + " like: bar territory plays");
        }
        return new Chart(
                Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                words[1],
                Arrays.asList(words).subList(2, words.length));
    }
}
