package io.sluice.validation;

import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import io.sluice.validation.Effort.SpentException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * The keywords that the library checks in a time that a sender can drive up, and enum and const, for which it takes 1.50
 * as another number than 1.5. All nodes are {@link JsonValue}s: {@code propertyNames} makes even its names such.
 */
final class OwnKeywords implements EvaluatorFactory {
    @Override
    public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode value) {
        return switch (keyword) {
            case "pattern" -> value.isString() ? pattern(value.asString()) : Optional.empty();
            case "patternProperties" -> value.isObject() ? byPattern(context, value) : Optional.empty();
            case "propertyNames" ->
                library(context, "items", value)
                        .map(items -> (at, node) ->
                                node.isObject() ? items.evaluate(at, ((JsonValue) node).names()) : result(true));
            case "format" ->
                value.isString()
                        ? Optional.ofNullable(Format.of(value.asString()))
                                .map(format -> check(node -> !node.isString() || format.matches(node.asString())))
                        : Optional.empty();
            case "uniqueItems" ->
                value.isBoolean() && value.asBoolean() ? Optional.of(check(OwnKeywords::isUnique)) : Optional.empty();
            case "enum" -> value.isArray() ? Optional.of(oneOf(value.asArray())) : Optional.empty();
            case "const" -> Optional.of(check(value::equals));
            case "multipleOf" ->
                value.isNumber() && value.asNumber().signum() > 0
                        ? Optional.of(check(node -> !node.isNumber() || isMultiple(node.asNumber(), value.asNumber())))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Evaluator> library(SchemaParsingContext context, String keyword, JsonNode value) {
        return context.getDialect().getEvaluatorFactory().create(context, keyword, value);
    }

    /** The library asks for every object of a schema's text, also for those within enum: there a pattern may be none. */
    private static Optional<Evaluator> pattern(String text) {
        try {
            BoundedPattern pattern = new BoundedPattern(text);
            return Optional.of(check(node -> !node.isString() || pattern.isFoundIn((JsonValue) node)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * The library's own, which leaves notes for additionalProperties and others that nobody else can leave, but only
     * for names on which its matcher comes to an end: it goes the same way as ours.
     */
    private static Optional<Evaluator> byPattern(SchemaParsingContext context, JsonNode value) {
        try {
            List<BoundedPattern> patterns =
                    value.asObject().keySet().stream().map(BoundedPattern::new).toList();
            return library(context, "patternProperties", value).map(library -> (at, node) -> {
                if (node.isObject()) {
                    areDecided(patterns, (JsonValue) node);
                }
                return library.evaluate(at, node);
            });
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static void areDecided(List<BoundedPattern> patterns, JsonValue object) {
        for (String name : object.asObject().keySet()) {
            if (!patterns.stream().allMatch(pattern -> pattern.isDecidedFor(name, object))) {
                throw new SpentException();
            }
        }
    }

    private static Evaluator oneOf(List<JsonNode> values) {
        Set<JsonNode> allowed = new HashSet<>(values);
        return check(allowed::contains);
    }

    /** Without the division, which writes 1e399 out in all its digits. */
    private static boolean isMultiple(BigDecimal number, BigDecimal factor) {
        BigDecimal stripped = number.stripTrailingZeros();
        // Both times ten to the scale of the factor: what then still has a fraction is no multiple.
        int zeros = factor.scale() - stripped.scale();
        BigInteger divisor = factor.unscaledValue();
        return stripped.signum() == 0
                || (zeros >= 0
                        && BigInteger.TEN
                                        .modPow(BigInteger.valueOf(zeros), divisor)
                                        .multiply(stripped.unscaledValue())
                                        .mod(divisor)
                                        .signum()
                                == 0);
    }

    /** By text, since a set of texts is fast even where a sender chose them to have one hash. */
    private static boolean isUnique(JsonNode node) {
        Set<String> seen = new HashSet<>();
        return !node.isArray()
                || node.asArray().stream().allMatch(element -> seen.add(((JsonValue) element).canonical()));
    }

    /** A failure has a text, else the library leaves it out of its errors; {@link SchemaSentence} makes the real one. */
    private static Evaluator check(Predicate<JsonNode> valid) {
        return (context, node) -> result(valid.test(node));
    }

    private static Evaluator.Result result(boolean valid) {
        return valid ? Evaluator.Result.success() : Evaluator.Result.failure("failed");
    }
}
