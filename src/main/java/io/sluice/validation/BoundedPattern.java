package io.sluice.validation;

import java.util.regex.Pattern;

/**
 * A schema's regular expression whose cost is bounded. Java's matcher goes back and tries again, so that (a+)+$ takes
 * for ever on thirty letters, and it recurses, so that (a|b)* overflows the stack on a long text. Here the matcher is
 * stopped after a number of looks at the text; a text for which that happens doesn't match.
 */
final class BoundedPattern {
    /** Looks at single characters: a sound pattern takes a few for each character, and a few milliseconds at the bound. */
    static final int LEAST_LOOKS = 100_000;

    private static final int LOOKS_PER_CHARACTER = 20;

    private final Pattern pattern;

    /** @throws java.util.regex.PatternSyntaxException where it is none */
    BoundedPattern(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Counted(text)).find();
        } catch (TooManyLooksException | StackOverflowError e) {
            return false;
        }
    }

    private static final class Counted implements CharSequence {
        private final String text;
        private int left;

        Counted(String text) {
            this.text = text;
            this.left = Math.max(LEAST_LOOKS, text.length() * LOOKS_PER_CHARACTER);
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new TooManyLooksException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyLooksException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooksException() {
            super("too many looks", null, false, false);
        }
    }
}
