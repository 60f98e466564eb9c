package io.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of an htpasswd file: {@code user:hash}, empty ones and those that begin with # are passed over. */
final class Htpasswd {
    /** A higher cost would keep a login waiting for seconds: each step doubles it, and 12 is a quarter of a second. */
    private static final Pattern LINE =
            Pattern.compile("([^:\\p{Cntrl}]{1,100}):(\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53})");

    private Htpasswd() {}

    /** The hashes by user; throws IllegalArgumentException naming the line, and nothing of what stands in it. */
    static Map<String, String> parse(Secret file) {
        Map<String, String> users = new TreeMap<>();
        List<String> lines = file.reveal().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher matcher = LINE.matcher(line);
                Check.holds(
                        matcher.matches() && users.put(matcher.group(1), matcher.group(2)) == null,
                        "htpasswd, line " + (i + 1)
                                + ": expected user:$2y$… with a cost of 4 to 14, as htpasswd -B makes it,"
                                + " and each user once");
            }
        }
        return users;
    }
}
