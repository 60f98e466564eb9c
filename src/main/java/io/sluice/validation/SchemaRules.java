package io.sluice.validation;

import dev.harrel.jsonschema.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a stream's schema may hold, checked before it is used: an unknown keyword is most often a slip of the pen, and
 * an ignored one would let events through that nobody wants. Keywords beginning with x- are free for remarks.
 */
final class SchemaRules {
    static final String DRAFT_7 = "http://json-schema.org/draft-07/schema";
    static final String DRAFT_2020_12 = "https://json-schema.org/draft/2020-12/schema";

    private static final Set<String> ONE_SCHEMA = Set.of(
            "additionalItems",
            "additionalProperties",
            "contains",
            "not",
            "if",
            "then",
            "else",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> SCHEMAS_BY_NAME =
            Set.of("properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies");
    private static final Set<String> LIST_OF_SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> WITHOUT_SCHEMAS = Set.of(
            "$schema",
            "$id",
            "$comment",
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "title",
            "description",
            "default",
            "deprecated",
            "readOnly",
            "writeOnly",
            "examples");
    private static final Set<String> REFUSED = Set.of(
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$recursiveRef",
            "$recursiveAnchor",
            "$vocabulary",
            "contentEncoding",
            "contentMediaType",
            "contentSchema");

    private final List<String> problems = new ArrayList<>();

    private final JsonValue schema;

    private SchemaRules(JsonValue schema) {
        this.schema = schema;
    }

    /** Every problem of a schema, each a sentence that begins with a JSON pointer into it. */
    static List<String> problems(JsonValue schema) {
        SchemaRules rules = new SchemaRules(schema);
        rules.schema(schema);
        return rules.problems;
    }

    private void schema(JsonNode schema) {
        if (schema.isObject()) {
            schema.asObject().forEach(this::keyword);
        } else if (!schema.isBoolean()) {
            problem(schema, "expected a schema: an object, true or false");
        }
    }

    private void keyword(String keyword, JsonNode value) {
        if (ONE_SCHEMA.contains(keyword)) {
            schema(value);
        } else if (SCHEMAS_BY_NAME.contains(keyword)) {
            byName(keyword, value);
        } else if (LIST_OF_SCHEMAS.contains(keyword)) {
            list(value);
        } else if (REFUSED.contains(keyword)) {
            problem(value, "the keyword " + keyword + " isn't supported here");
        } else if (!WITHOUT_SCHEMAS.contains(keyword) && !keyword.startsWith("x-")) {
            special(keyword, value);
        } else if (keyword.equals("$schema") || keyword.equals("$id")) {
            onlyAtTheTop(keyword, value);
        }
    }

    private void special(String keyword, JsonNode value) {
        switch (keyword) {
            case "items" -> {
                if (value.isArray()) {
                    list(value);
                } else {
                    schema(value);
                }
            }
            case "$ref" -> reference(value);
            case "format" -> format(value);
            case "pattern" -> pattern(value, value.asString());
            default -> problem(value, "unknown keyword; remarks of your own begin with x-");
        }
    }

    private void byName(String keyword, JsonNode value) {
        if (!value.isObject()) {
            problem(value, "expected an object of schemas");
            return;
        }
        value.asObject().forEach((name, schema) -> {
            if (keyword.equals("patternProperties")) {
                pattern(schema, name);
            }
            if (!keyword.equals("dependencies") || !schema.isArray()) {
                schema(schema);
            }
        });
    }

    private void list(JsonNode value) {
        if (value.isArray()) {
            value.asArray().forEach(this::schema);
        } else {
            problem(value, "expected an array of schemas");
        }
    }

    private void reference(JsonNode value) {
        if (LocalReference.target((JsonValue) value, schema) == null) {
            problem(value, "a $ref stays within its file, and points at something: expected one like #/definitions/x");
        }
    }

    private void format(JsonNode value) {
        if (!value.isString() || Format.of(value.asString()) == null) {
            List<String> known =
                    Arrays.stream(Format.values()).map(Format::text).toList();
            problem(value, "the format isn't supported; known are " + String.join(", ", known));
        }
    }

    private void pattern(JsonNode at, String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problem(at, "the pattern can't be read: " + e.getDescription().toLowerCase(Locale.ROOT));
        }
    }

    private void onlyAtTheTop(String keyword, JsonNode value) {
        if (!value.getJsonPointer().equals('/' + keyword)) {
            problem(value, keyword + " stands only at the top of a schema");
        } else if (keyword.equals("$schema")
                && !Set.of(DRAFT_7, DRAFT_7 + '#', DRAFT_2020_12, DRAFT_2020_12 + '#')
                        .contains(value.asString())) {
            problem(value, "expected " + DRAFT_7 + "# or " + DRAFT_2020_12);
        }
    }

    private void problem(JsonNode at, String problem) {
        problems.add((at.getJsonPointer().isEmpty() ? "/" : at.getJsonPointer()) + ": " + problem);
    }

    /** Whether the schema is one of draft 7; 2020-12 is what a schema without $schema is read as. */
    static boolean isDraft7(JsonValue schema) {
        Map<String, JsonNode> members = schema.asObject();
        JsonNode draft = members.get("$schema");
        return draft != null && draft.asString().startsWith(DRAFT_7);
    }
}
