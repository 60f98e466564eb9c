package io.sluice.validation;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of an event, in the tree that is made while its text is read. It speaks the schema library's interface, so
 * that no second tree is made for it. Its pointer is put together only when somebody asks. Filled by its reader, then
 * only read.
 */
final class JsonValue implements JsonNode {
    private final @Nullable JsonValue parent;
    /** The member's name, or the index, within the parent. */
    private final Object step;

    private final SimpleType type;
    /** By type: String, Long or BigDecimal, Boolean, Map, List; the text "null" for null. */
    private final Object value;

    private JsonValue(@Nullable JsonValue parent, Object step, SimpleType type, Object value) {
        this.parent = parent;
        this.step = step;
        this.type = type;
        this.value = value;
    }

    static JsonValue text(@Nullable JsonValue parent, Object step, String text) {
        return new JsonValue(parent, step, SimpleType.STRING, text);
    }

    static JsonValue whole(@Nullable JsonValue parent, Object step, long number) {
        return new JsonValue(parent, step, SimpleType.INTEGER, number);
    }

    /** To JSON Schema 1.0 and 1e3 are integers. */
    static JsonValue number(@Nullable JsonValue parent, Object step, BigDecimal number) {
        boolean whole = number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
        return new JsonValue(parent, step, whole ? SimpleType.INTEGER : SimpleType.NUMBER, number);
    }

    static JsonValue truth(@Nullable JsonValue parent, Object step, boolean truth) {
        return new JsonValue(parent, step, SimpleType.BOOLEAN, truth);
    }

    static JsonValue none(@Nullable JsonValue parent, Object step) {
        return new JsonValue(parent, step, SimpleType.NULL, "null");
    }

    static JsonValue object(@Nullable JsonValue parent, Object step) {
        return new JsonValue(parent, step, SimpleType.OBJECT, new LinkedHashMap<String, JsonNode>());
    }

    static JsonValue array(@Nullable JsonValue parent, Object step) {
        return new JsonValue(parent, step, SimpleType.ARRAY, new ArrayList<JsonNode>());
    }

    /** The member of that name, or null: also where this is no object. */
    @Nullable
    JsonValue member(String name) {
        return type == SimpleType.OBJECT ? (JsonValue) asObject().get(name) : null;
    }

    /** What kind of value it is, with its article, for a sentence. */
    String kind() {
        return switch (type) {
            case NULL -> "null";
            case BOOLEAN -> "a boolean";
            case STRING -> "a text";
            case INTEGER -> "a whole number";
            case NUMBER -> "a number";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
        };
    }

    @Override
    public String getJsonPointer() {
        StringBuilder pointer = new StringBuilder();
        for (JsonValue at = this; at.parent != null; at = at.parent) {
            pointer.insert(0, JsonNode.encodeJsonPointer(at.step.toString())).insert(0, '/');
        }
        return pointer.toString();
    }

    @Override
    public SimpleType getNodeType() {
        return type;
    }

    @Override
    public boolean asBoolean() {
        return (Boolean) value;
    }

    @Override
    public String asString() {
        return value.toString();
    }

    /** Cheap, because {@link NumberLimit} let only numbers in whose written-out form is short. */
    @Override
    public BigInteger asInteger() {
        return value instanceof Long number
                ? BigInteger.valueOf(number)
                : asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return value instanceof Long number ? BigDecimal.valueOf(number) : (BigDecimal) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<JsonNode> asArray() {
        return (List<JsonNode>) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, JsonNode> asObject() {
        return (Map<String, JsonNode>) value;
    }

    /** Equal as JSON Schema has it: numbers by their value, members in any order. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JsonValue that)) {
            return false;
        }
        if (isNumber() && that.isNumber()) {
            return asNumber().compareTo(that.asNumber()) == 0;
        }
        return type == that.type && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return isNumber() ? asNumber().stripTrailingZeros().hashCode() : value.hashCode();
    }

    @Override
    public String toString() {
        return "JsonValue[" + type + "]";
    }
}
