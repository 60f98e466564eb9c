package io.sluice.validation;

import io.sluice.config.JsonPointer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A {@code $ref} that stays within its schema's file: a JSON pointer behind a #, percent-encoded as URIs are. */
final class LocalReference {
    private LocalReference() {}

    /** What the reference points at, or null where it is another kind of reference, or points at nothing. */
    static @Nullable JsonValue target(JsonValue reference, JsonValue schema) {
        String text = reference.isString() ? reference.asString() : "";
        if (!text.equals("#") && !text.startsWith("#/")) {
            return null;
        }
        try {
            String pointer = URLDecoder.decode(text.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return new ValuePath(new JsonPointer(pointer)).findAny(schema);
        } catch (IllegalArgumentException brokenEscape) {
            return null;
        }
    }
}
