package io.sluice.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;

/** What a sender would like (RFC 7240). A preference that isn't known, or can't be read, is passed over. */
final class Preferences {
    /** Answered where it was heeded. */
    static final String LENIENT = "handling=lenient";

    static final CharSequence APPLIED = HttpHeaders.createOptimized("preference-applied");

    private static final CharSequence PREFER = HttpHeaders.createOptimized("prefer");

    private Preferences() {}

    /** Whether the good events are to be taken though others are bad. Of several handlings the first counts. */
    static boolean areLenient(MultiMap headers) {
        for (String header : headers.getAll(PREFER)) {
            for (String preference : split(header, ',')) {
                String[] named = split(preference, ';').get(0).split("=", 2);
                if (named[0].strip().equalsIgnoreCase("handling")) {
                    return named.length == 2 && unquoted(named[1].strip()).equalsIgnoreCase("lenient");
                }
            }
        }
        return false;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The parts, at least one; a separator in quotes doesn't count. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }
}
