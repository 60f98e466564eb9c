package io.sluice.validation;

/** A short piece of a sender's text, fit for an answer: quoted, cut, and with everything unprintable escaped. */
final class Excerpt {
    static final int LONGEST = 40;

    private Excerpt() {}

    static String of(String text) {
        StringBuilder excerpt = new StringBuilder(LONGEST + 8).append('"');
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                excerpt.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                excerpt.append(String.format("\\u%04x", (int) c));
            } else {
                excerpt.append(c);
            }
        }
        return excerpt.append(text.length() > LONGEST ? "…\"" : "\"").toString();
    }
}
