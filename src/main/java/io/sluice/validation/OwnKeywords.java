package io.sluice.validation;

import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** The keywords that the library checks in a time that a sender can drive up: pattern, format and uniqueItems. */
final class OwnKeywords implements EvaluatorFactory {
    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        return switch (keyword) {
            case "pattern" -> value.isString() ? pattern(value.asString()) : Optional.empty();
            case "format" ->
                value.isString()
                        ? Optional.ofNullable(Format.of(value.asString())).map(OwnKeywords::format)
                        : Optional.empty();
            case "uniqueItems" -> value.isBoolean() && value.asBoolean() ? Optional.of(unique()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The library asks for every object of a schema's text, also for those within enum: there a pattern may be none. */
    private static Optional<Evaluator> pattern(String text) {
        try {
            BoundedPattern pattern = new BoundedPattern(text);
            return Optional.of((context, node) -> result(!node.isString() || pattern.isFoundIn(node.asString())));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Evaluator format(Format format) {
        return (context, node) -> result(!node.isString() || format.matches(node.asString()));
    }

    private static Evaluator unique() {
        return (context, node) -> result(!node.isArray() || areUnique(node.asArray()));
    }

    private static boolean areUnique(List<JsonNode> elements) {
        Set<JsonNode> seen = new HashSet<>();
        return elements.stream().allMatch(seen::add);
    }

    /** A failure has a text, else the library leaves it out of its errors; {@link SchemaSentence} makes the real one. */
    private static Evaluator.Result result(boolean valid) {
        return valid ? Evaluator.Result.success() : Evaluator.Result.failure("failed");
    }
}
