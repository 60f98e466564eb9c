package io.sluice.validation;

import dev.harrel.jsonschema.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what a keyword of a schema demands and what was found: never the sender's text itself. */
final class SchemaSentence {
    private static final int LONGEST_LIST = 200;

    private SchemaSentence() {}

    /**
     * @param keyword  that failed; null for the schema {@code false}
     * @param demanded its value in the schema, null where it isn't known
     * @param found    the value at fault
     */
    static String of(@Nullable String keyword, @Nullable JsonNode demanded, JsonValue found) {
        if (keyword == null) {
            return "nothing is allowed here: the schema knows no such member or element";
        }
        if (demanded == null) {
            return "doesn't satisfy the schema's " + keyword;
        }
        return switch (keyword) {
            case "type" -> "is " + found.kind() + ", expected " + list(demanded, " or ");
            case "required" -> "lacks " + missing(demanded, found);
            case "enum" -> "expected one of " + list(demanded, ", ");
            case "const" -> "expected " + list(demanded, ", ");
            case "minimum" -> number("expected at least ", demanded);
            case "maximum" -> number("expected at most ", demanded);
            case "exclusiveMinimum" -> number("expected more than ", demanded);
            case "exclusiveMaximum" -> number("expected less than ", demanded);
            case "multipleOf" -> number("expected a multiple of ", demanded);
            case "minLength" -> "has " + characters(found) + ", expected at least " + demanded.asString();
            case "maxLength" -> "has " + characters(found) + ", expected at most " + demanded.asString();
            case "pattern" -> "expected a text that matches " + demanded.asString();
            case "format" -> "expected " + expected(demanded);
            case "minItems" -> count(found, "elements", "at least ", demanded);
            case "maxItems" -> count(found, "elements", "at most ", demanded);
            case "minProperties" -> count(found, "members", "at least ", demanded);
            case "maxProperties" -> count(found, "members", "at most ", demanded);
            case "uniqueItems" -> "two elements are equal, expected all different";
            case "anyOf" -> "fits none of the schema's anyOf, expected one of them";
            case "oneOf" -> "expected to fit exactly one of the schema's oneOf";
            case "not" -> "fits what the schema's not rules out";
            case "contains" -> "no element, or too few, is as the schema's contains demands";
            default -> "doesn't satisfy the schema's " + keyword;
        };
    }

    private static String number(String expected, JsonNode demanded) {
        return expected + demanded.asString();
    }

    private static String characters(JsonValue found) {
        String text = found.asString();
        return text.codePointCount(0, text.length()) + " characters";
    }

    private static String count(JsonValue found, String what, String expected, JsonNode demanded) {
        int size = found.isArray() ? found.asArray().size() : found.asObject().size();
        return "has " + size + ' ' + what + ", expected " + expected + demanded.asString();
    }

    private static String expected(JsonNode demanded) {
        Format format = Format.of(demanded.asString());
        return format == null ? demanded.asString() : format.expected();
    }

    private static String missing(JsonNode required, JsonValue found) {
        List<String> names = required.asArray().stream()
                .map(JsonNode::asString)
                .filter(name -> found.member(name) == null)
                .toList();
        String members = names.stream().map(Excerpt::of).collect(Collectors.joining(", "));
        return (names.size() == 1 ? "the member " : "the members ") + cut(members);
    }

    private static String list(JsonNode demanded, String between) {
        if (!demanded.isArray()) {
            return plain(demanded);
        }
        return cut(demanded.asArray().stream().map(SchemaSentence::plain).collect(Collectors.joining(between)));
    }

    private static String plain(JsonNode value) {
        return value.isObject() ? "an object" : value.isArray() ? "an array" : cut(value.asString());
    }

    private static String cut(String text) {
        return text.length() > LONGEST_LIST ? text.substring(0, LONGEST_LIST) + "…" : text;
    }
}
