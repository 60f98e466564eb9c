package bench;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A node that its parser has made ready, whose pointer is only put together when somebody asks. */
final class PlainNode implements JsonNode {
    private final PlainNode parent;
    private final Object step;
    private final SimpleType type;
    private final Object value;

    private PlainNode(PlainNode parent, Object step, tools.jackson.databind.JsonNode node) {
        this.parent = parent;
        this.step = step;
        if (node.isObject()) {
            Map<String, JsonNode> map = new LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), new PlainNode(this, e.getKey(), e.getValue())));
            type = SimpleType.OBJECT;
            value = map;
        } else if (node.isArray()) {
            List<JsonNode> list = new ArrayList<>();
            node.forEach(element -> list.add(new PlainNode(this, list.size(), element)));
            type = SimpleType.ARRAY;
            value = list;
        } else if (node.isString()) {
            type = SimpleType.STRING;
            value = node.stringValue();
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            type = number.stripTrailingZeros().scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
            value = number;
        } else if (node.isBoolean()) {
            type = SimpleType.BOOLEAN;
            value = node.booleanValue();
        } else {
            type = SimpleType.NULL;
            value = null;
        }
    }

    @Override
    public String getJsonPointer() {
        return parent == null
                ? ""
                : parent.getJsonPointer() + '/' + JsonNode.encodeJsonPointer(step.toString());
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
        return String.valueOf(value);
    }

    @Override
    public BigInteger asInteger() {
        return ((BigDecimal) value).toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return (BigDecimal) value;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof PlainNode node
                && type == node.type
                && (value instanceof BigDecimal number
                        ? number.compareTo((BigDecimal) node.value) == 0
                        : java.util.Objects.equals(value, node.value));
    }

    @Override
    public int hashCode() {
        return value instanceof BigDecimal number ? number.stripTrailingZeros().hashCode() : java.util.Objects.hashCode(value);
    }

    static final class Factory implements JsonNodeFactory {
        private final JsonMapper mapper = JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();

        @Override
        public JsonNode wrap(Object node) {
            return (JsonNode) node;
        }

        @Override
        public JsonNode create(String json) {
            return new PlainNode(null, "", mapper.readTree(json));
        }
    }
}
