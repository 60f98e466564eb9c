package io.sluice.validation;

import java.util.regex.Pattern;

/**
 * A schema's regular expression whose cost is bounded. Java's matcher goes back and tries again, so that ^((a|aa)+c?)+$
 * takes for ever on forty letters, and it recurses, so that (a|b)* overflows the stack on a long text. Here the matcher is
 * stopped after a number of looks at the text, and all looks of a request are part of its {@link Effort}.
 */
final class BoundedPattern {
    /** Looks at single characters: a sound pattern takes a few for each character, and a few milliseconds at the bound. */
    static final int LEAST_LOOKS = 100_000;

    private static final int LOOKS_PER_CHARACTER = 20;
    /** In looks: filling and unwinding a stack takes some ten milliseconds. */
    private static final int COST_OF_OVERFLOW = 3_000_000;

    private final Pattern pattern;

    /** @throws java.util.regex.PatternSyntaxException where it is none */
    BoundedPattern(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    /** A text for which the matcher is stopped doesn't match. */
    boolean isFoundIn(JsonValue text) {
        return look(text.asString(), text).found;
    }

    /** Whether the matcher comes to an end with this name of a member of the object. */
    boolean isDecidedFor(String name, JsonValue object) {
        return !look(name, object).stopped;
    }

    private Looks look(String text, JsonValue at) {
        Looks looks = new Looks(text);
        int overflow = 0;
        try {
            looks.found = pattern.matcher(looks).find();
        } catch (TooManyLooksException e) {
            looks.stopped = true;
        } catch (StackOverflowError e) {
            looks.stopped = true;
            overflow = COST_OF_OVERFLOW;
        }
        at.spend((long) looks.most - looks.left + overflow);
        return looks;
    }

    /** A text that counts how often it is looked at, and what came of it. */
    private static final class Looks implements CharSequence {
        private final String text;
        private final int most;
        private int left;
        private boolean found;
        private boolean stopped;

        Looks(String text) {
            this.text = text;
            this.most = Math.max(LEAST_LOOKS, text.length() * LOOKS_PER_CHARACTER);
            this.left = most;
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
