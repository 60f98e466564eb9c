package io.sluice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query as far as it can be judged without a database: one SELECT with the parameters $1 and $2. Quoted text, names and
 * comments are passed over as PostgreSQL reads them. Pure.
 */
final class SqlText {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<passed>--[^\n]*|\"(?:[^\"]|\"\")*\"|\\b[eE]'(?:[^'\\\\]|\\\\.|'')*'|'(?:[^']|'')*'"
                    + "|\\$(?<tag>[A-Za-z_][A-Za-z0-9_]*)?\\$.*?\\$\\k<tag>\\$)"
                    + "|(?<open>/\\*)|(?<parameter>(?<![A-Za-z0-9_$])\\$\\d+)|(?<end>;)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)",
            Pattern.DOTALL);
    private static final Pattern PLAIN_DOLLARS = Pattern.compile("\\$\\$.*?\\$\\$", Pattern.DOTALL);
    private static final Set<String> WANTED = Set.of("$1", "$2");

    private SqlText() {}

    /** What is wrong, each beginning with the line's number; {@code firstLine} is that of the text's first line. */
    static List<String> problems(String sql, int firstLine) {
        List<String> problems = new ArrayList<>();
        Set<String> parameters = new TreeSet<>();
        String first = "";
        boolean ended = false;
        String text = withoutBlocks(sql);
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            int line = firstLine + lines(text, token.start());
            boolean says = token.group("word") != null || token.group("parameter") != null;
            if (ended && (says || token.group("end") != null)) {
                problems.add(line + ": a second statement begins here; a report is one SELECT");
                break;
            }
            ended |= token.group("end") != null;
            if (token.group("parameter") != null) {
                parameters.add(token.group());
            } else if (first.isEmpty() && token.group("word") != null) {
                first = token.group().toUpperCase(Locale.ROOT);
                if (!first.equals("SELECT") && !first.equals("WITH")) {
                    problems.add(line + ": the query begins with " + token.group() + "; expected SELECT or WITH");
                }
            }
        }
        if (first.isEmpty()) {
            problems.add(firstLine + ": there is no query; expected one SELECT behind the head");
        } else if (!parameters.equals(WANTED)) {
            problems.add(firstLine + ": the query has the parameters " + parameters
                    + "; expected $1, where the day begins, and $2, where it ends, and no other");
        }
        return problems;
    }

    /** Comments that may be inside each other, and unnamed dollar quotes, as blanks; line breaks stay. */
    private static String withoutBlocks(String sql) {
        StringBuilder text = new StringBuilder(PLAIN_DOLLARS.matcher(sql).replaceAll(SqlText::blank));
        int depth = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            boolean opens = text.charAt(i) == '/' && text.charAt(i + 1) == '*';
            boolean closes = depth > 0 && text.charAt(i) == '*' && text.charAt(i + 1) == '/';
            depth += opens ? 1 : closes ? -1 : 0;
            if (opens || closes) {
                text.setCharAt(i, ' ');
                text.setCharAt(++i, ' ');
            } else if (depth > 0 && text.charAt(i) != '\n') {
                text.setCharAt(i, ' ');
            }
        }
        return text.toString();
    }

    private static String blank(java.util.regex.MatchResult found) {
        return found.group().replaceAll("[^\n]", " ");
    }

    /** Lines before that place. */
    static int lines(String text, int place) {
        return Math.toIntExact(text.substring(0, Math.max(0, Math.min(place, text.length())))
                .chars()
                .filter(character -> character == '\n')
                .count());
    }
}
