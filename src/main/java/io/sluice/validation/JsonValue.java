package io.sluice.validation;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    /** Of the request; null in a schema, which is trusted. */
    private final @Nullable Effort effort;

    private JsonValue(@Nullable JsonValue parent, Object step, SimpleType type, Object value) {
        this(parent, step, type, value, parent == null ? null : parent.effort);
    }

    private JsonValue(@Nullable JsonValue parent, Object step, SimpleType type, Object value, @Nullable Effort effort) {
        this.parent = parent;
        this.step = step;
        this.type = type;
        this.value = value;
        this.effort = effort;
    }

    /** An object that is a whole event, with what its request's check may cost. */
    static JsonValue event(@Nullable Effort effort) {
        return new JsonValue(null, "", SimpleType.OBJECT, new LinkedHashMap<String, JsonNode>(), effort);
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

    /** The members' names, as texts that stand at the object's own place. */
    JsonValue names() {
        List<JsonNode> names = new ArrayList<>(asObject().size());
        asObject().keySet().forEach(name -> names.add(new JsonValue(parent, step, SimpleType.STRING, name, effort)));
        return new JsonValue(parent, step, SimpleType.ARRAY, names, effort);
    }

    /** @throws Effort.SpentException where the request's check has cost too much; never in a schema */
    void spend(long steps) {
        if (effort != null) {
            effort.spend(steps);
        }
    }

    /** As {@link Effort#owe}. */
    void owe(long steps) {
        if (effort != null) {
            effort.owe(steps);
        }
    }

    /** Where it stands, as a JSON pointer. */
    String pointer() {
        StringBuilder pointer = new StringBuilder();
        writePointer(pointer);
        return pointer.toString();
    }

    private int writePointer(StringBuilder pointer) {
        if (parent == null) {
            return 0;
        }
        int above = parent.writePointer(pointer);
        pointer.append('/').append(JsonNode.encodeJsonPointer(step.toString()));
        return above + 1;
    }

    /**
     * The same for the library, which keeps it with every fault and with every object and array that it went through:
     * so this is where a schema's recursion and an event of many faults are bounded, in time and in memory.
     */
    @Override
    public String getJsonPointer() {
        StringBuilder pointer = new StringBuilder();
        int depth = writePointer(pointer);
        // The path through the schema is kept beside it, and each step lengthens it by some letters.
        spend(8L + pointer.length() + (long) depth * depth / 2);
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

    /** A text that equal values share and others don't. */
    String canonical() {
        StringBuilder text = new StringBuilder();
        writeCanonical(text);
        spend(text.length());
        return text.toString();
    }

    private void writeCanonical(StringBuilder text) {
        if (isObject()) {
            text.append('{');
            new TreeMap<>(asObject()).forEach((name, member) -> {
                text.append(name.length()).append(':').append(name);
                ((JsonValue) member).writeCanonical(text);
            });
            text.append('}');
        } else if (isArray()) {
            text.append('[');
            asArray().forEach(element -> ((JsonValue) element).writeCanonical(text));
            text.append(']');
        } else if (isString()) {
            text.append(asString().length()).append('"').append(asString());
        } else {
            text.append(isNumber() ? asNumber().stripTrailingZeros() : value).append(',');
        }
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
