package io.sluice.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A JSON pointer (RFC 6901). The one place that takes a pointer apart: PostgreSQL lifts later what validation has judged,
 * so both must mean the same value.
 *
 * @param text as it is written: empty for the whole, else steps that each begin with a slash
 */
public record JsonPointer(String text) {
    private static final Pattern FORM = Pattern.compile("(/([^/~]|~[01])*+)*+", Pattern.DOTALL);

    /** Throws IllegalArgumentException for what is no JSON pointer. */
    public JsonPointer {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a JSON pointer like /device/os, with ~0 for ~ and ~1 for /");
        }
    }

    /** The steps, with ~1 and ~0 resolved; none for the whole. */
    public List<String> steps() {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.substring(1).split("/", -1))
                        .map(step -> step.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
