package io.sluice.config;

import java.util.regex.Pattern;

/**
 * Where a web page comes from, exactly as browsers write it into the header Origin: scheme, host, and the port unless it
 * is the scheme's own. Anything else would never be equal to what a browser sends, so it is refused.
 *
 * @param text as in https://app.example.org
 */
public record Origin(String text) {
    private static final Pattern FORM = Pattern.compile(
            "[a-z][a-z0-9+.-]*://(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");

    private static final Pattern PORT_OF_THE_SCHEME = Pattern.compile("http://.*:80|https://.*:443");

    public Origin {
        Check.holds(
                !text.contains("*"), "wildcards are not known here; list each origin, like https://app.example.org");
        Check.holds(
                !text.equals("null"),
                "null is the origin of pages that have none, like files, and any page can take it on; serve the page"
                        + " from an origin of its own");
        Check.holds(
                FORM.matcher(text).matches(),
                "expected scheme, host and perhaps a port, in lower case, without path and without a slash at the end,"
                        + " like https://app.example.org or http://localhost:3000");
        Check.holds(
                !PORT_OF_THE_SCHEME.matcher(text).matches(),
                "leave the port out: browsers don't send the one that belongs to the scheme");
    }

    @Override
    public String toString() {
        return text;
    }
}
