package io.sluice.validation;

import org.jspecify.annotations.Nullable;

/** Which texts PostgreSQL's jsonb takes: no U+0000, and no half of a surrogate pair, which only an escape can bring in. */
final class StorableText {
    static final String HALF_OF_PAIR = "holds half of a surrogate pair; a character above U+FFFF takes both halves";

    private StorableText() {}

    /** What is wrong, as the end of a sentence, or null. */
    static @Nullable String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "holds \\u0000, which PostgreSQL can't store; leave it out";
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return HALF_OF_PAIR;
                }
                i++;
            }
        }
        return null;
    }
}
