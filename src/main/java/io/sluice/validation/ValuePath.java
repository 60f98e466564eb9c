package io.sluice.validation;

import dev.harrel.jsonschema.JsonNode;
import io.sluice.config.JsonPointer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON pointer, taken apart once. Within arrays it finds what PostgreSQL's
 * {@code #>>} finds for the same path, which is more than the RFC allows: that operator lifts the value later.
 */
final class ValuePath {
    private static final Pattern INDEX = Pattern.compile("\\s*[+-]?\\d{1,9}");

    private final String pointer;
    private final List<String> steps;

    ValuePath(JsonPointer pointer) {
        this.pointer = pointer.text();
        this.steps = pointer.steps();
    }

    /** A path of these steps, as they are: nothing in them is escaped. */
    ValuePath(List<String> steps) {
        this.pointer = "";
        this.steps = steps;
    }

    List<String> steps() {
        return steps;
    }

    /** As the file has it; empty where the path was made of its steps. */
    String pointer() {
        return pointer;
    }

    /** The value there; null where there is none or where it is JSON's null. */
    @Nullable
    JsonValue find(JsonValue event) {
        JsonValue at = findAny(event);
        return at == null || at.isNull() ? null : at;
    }

    /** The value there, JSON's null too; null where there is none. */
    @Nullable
    JsonValue findAny(JsonValue from) {
        @Nullable JsonNode at = from;
        for (int i = 0; i < steps.size() && at != null; i++) {
            String step = steps.get(i);
            at = at.isObject() ? at.asObject().get(step) : at.isArray() ? element(at.asArray(), step) : null;
        }
        return (JsonValue) at;
    }

    private static @Nullable JsonNode element(List<JsonNode> elements, String step) {
        if (!INDEX.matcher(step).matches()) {
            return null;
        }
        int index = Integer.parseInt(step.strip());
        int fromStart = index < 0 ? elements.size() + index : index;
        return fromStart >= 0 && fromStart < elements.size() ? elements.get(fromStart) : null;
    }
}
