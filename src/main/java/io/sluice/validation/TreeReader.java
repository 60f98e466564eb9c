package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value from a parser into a tree, and notes the first thing in it that can't be stored: the parser is past
 * the value afterwards in any case, so that the next event can be read. For one value; not thread-safe.
 */
final class TreeReader {
    private final JsonParser parser;
    private final EventLimits limits;
    private final boolean checkTexts;
    private final @Nullable Effort effort;
    private int values;
    private @Nullable Fault fault;

    /**
     * {@code checkTexts} is false where the body has no backslash, and so no text that could be bad; {@code effort} is
     * what checking the value may cost, null where it is trusted.
     */
    TreeReader(JsonParser parser, EventLimits limits, boolean checkTexts, @Nullable Effort effort) {
        this.parser = parser;
        this.limits = limits;
        this.checkTexts = checkTexts;
        this.effort = effort;
    }

    /**
     * Reads the value on whose first token the parser stands.
     *
     * @throws TooDeepException where arrays and objects are inside each other beyond the limit
     * @throws IOException      of Jackson's kinds, where the text is no JSON
     */
    JsonValue read() throws IOException {
        return value(null, "", 1);
    }

    /** The first thing that can't be stored, or null. */
    @Nullable
    Fault fault() {
        return fault;
    }

    private JsonValue value(@Nullable JsonValue parent, Object step, int depth) throws IOException {
        if (++values > limits.values()) {
            note(limits.tooManyValues());
            parser.skipChildren();
            return JsonValue.none(parent, step);
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT ->
                object(parent == null ? JsonValue.event(effort) : JsonValue.object(parent, step), checkDepth(depth));
            case START_ARRAY -> array(JsonValue.array(parent, step), checkDepth(depth));
            case VALUE_STRING -> text(parent, step);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parent, step, token);
            case VALUE_TRUE -> JsonValue.truth(parent, step, true);
            case VALUE_FALSE -> JsonValue.truth(parent, step, false);
            default -> JsonValue.none(parent, step);
        };
    }

    private int checkDepth(int depth) {
        if (depth > limits.depth()) {
            throw new TooDeepException();
        }
        return depth + 1;
    }

    private JsonValue object(JsonValue object, int depth) throws IOException {
        Map<String, dev.harrel.jsonschema.JsonNode> members = object.asObject();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            JsonValue member = value(object, name, depth);
            if (members.put(name, member) != null) {
                note(member, "a member of this name stands twice in its object; expected once");
            }
            String problem = checkTexts ? StorableText.problem(name) : null;
            if (problem != null) {
                note(object, "the member name " + Excerpt.of(name) + ' ' + problem);
            }
        }
        return object;
    }

    private JsonValue array(JsonValue array, int depth) throws IOException {
        List<dev.harrel.jsonschema.JsonNode> elements = array.asArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(array, elements.size(), depth));
        }
        return array;
    }

    private JsonValue text(@Nullable JsonValue parent, Object step) throws IOException {
        JsonValue text = JsonValue.text(parent, step, parser.getText());
        String problem = checkTexts ? StorableText.problem(text.asString()) : null;
        if (problem != null) {
            note(text, problem);
        }
        return text;
    }

    private JsonValue number(@Nullable JsonValue parent, Object step, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= 18) {
            return JsonValue.whole(parent, step, parser.getLongValue());
        }
        BigDecimal number = NumberLimit.read(parser.getText(), limits.digits());
        if (number == null) {
            JsonValue instead = JsonValue.none(parent, step);
            note(limits.tooManyDigits(instead.pointer()));
            return instead;
        }
        return JsonValue.number(parent, step, number);
    }

    /** Only the first is put into words: there may be many. */
    private void note(JsonValue at, String reason) {
        if (fault == null) {
            fault = new Fault(at.pointer(), reason);
        }
    }

    private void note(Fault found) {
        if (fault == null) {
            fault = found;
        }
    }

    /** Arrays and objects are inside each other beyond the limit: nothing more is read of this text. */
    static final class TooDeepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooDeepException() {
            super("too deep", null, false, false);
        }
    }
}
