package io.sluice.cli.sql;

/** Takes the white space between the tokens of a JSON text out, and changes nothing else. Pure. */
final class CompactJson {
    private CompactJson() {}

    /** @param json a valid JSON text, as PostgreSQL writes it */
    static String of(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString && c == '\\') {
                compact.append(c).append(json.charAt(++i));
                continue;
            }
            if (c == '"') {
                inString = !inString;
            }
            if (inString || !isSpace(c)) {
                compact.append(c);
            }
        }
        return compact.toString();
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
