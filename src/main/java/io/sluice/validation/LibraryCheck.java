package io.sluice.validation;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.sluice.config.JsonPointer;
import io.sluice.validation.Effort.SpentException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The check of a schema by the library that docs/adr/0003 chose. The schema is within {@link SchemaRules}: its own file
 * is all that it refers to. Thread-safe: after the schema is registered the library only reads.
 */
final class LibraryCheck implements SchemaCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LibraryCheck.class);
    /** Keywords that only pass on what their parts found. */
    private static final Set<String> TRANSPARENT =
            Set.of("allOf", "$ref", "properties", "items", "prefixItems", "patternProperties", "additionalProperties");
    /** Faults of one event that are put into words: {@link Fault#together} names fewer. */
    private static final int MOST_FAULTS = 50;
    /** In {@link Effort}'s steps: the library writes a message for each error, whether it's asked for or not. */
    private static final int COST_OF_ERROR = 500;

    private static final String TOO_COSTLY =
            "costs too much to check: it breaks the stream's schema in very many places,"
                    + " or holds texts or member names on which the schema's patterns search too long; nothing more of the request"
                    + " was checked";

    private final JsonValue schema;
    private final Validator validator;
    private final URI address;

    /** @throws RuntimeException of the library's kinds, where it can't take the schema */
    LibraryCheck(JsonValue schema) {
        this.schema = schema;
        this.validator = new ValidatorFactory()
                .withDefaultDialect(
                        SchemaRules.isDraft7(schema) ? new Dialects.Draft7Dialect() : new Dialects.Draft2020Dialect())
                .withEvaluatorFactory(new OwnKeywords())
                .withJsonNodeFactories(new SchemaText(), new SchemaText())
                .createValidator();
        this.address = validator.registerSchema(schema);
    }

    @Override
    public List<Fault> check(JsonValue event) {
        try {
            return attempt(event);
        } catch (SpentException e) {
            return List.of(new Fault("", TOO_COSTLY));
        } catch (RuntimeException | StackOverflowError e) {
            // Seen at a start for what the trial events reach; here only for what a strange event does.
            LOG.atWarn().setCause(e).log("a schema can't be applied to an event");
            return List.of(new Fault("", "the stream's schema can't be applied to this event"));
        }
    }

    /** The same, but throws where the schema can't be applied: an endless $ref, say. */
    List<Fault> attempt(JsonValue event) {
        event.spend(1);
        Validator.Result result = validator.validate(address, (JsonNode) event);
        return result.isValid() ? List.of() : faults(result.getErrors(), event);
    }

    /** The outermost errors: what lies beneath an anyOf that failed would name every branch that wasn't meant. */
    private List<Fault> faults(List<Error> errors, JsonValue event) {
        event.owe((long) errors.size() * COST_OF_ERROR);
        List<Error> telling = errors.stream()
                .filter(error -> error.getKeyword() == null || !TRANSPARENT.contains(error.getKeyword()))
                .toList();
        Set<String> paths = telling.stream().map(Error::getEvaluationPath).collect(Collectors.toSet());
        Set<String> outermost =
                paths.stream().filter(path -> !isBeneathAny(path, paths)).collect(Collectors.toSet());
        List<Fault> faults = telling.stream()
                .filter(error -> outermost.contains(error.getEvaluationPath()))
                .limit(MOST_FAULTS)
                .map(error -> fault(error, event))
                .toList();
        return faults.isEmpty() ? List.of(new Fault("", "doesn't satisfy the stream's schema")) : faults;
    }

    private static boolean isBeneathAny(String path, Set<String> paths) {
        for (int end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
            if (paths.contains(path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private Fault fault(Error error, JsonValue event) {
        JsonValue found = new ValuePath(new JsonPointer(error.getInstanceLocation())).findAny(event);
        if (error.getEvaluationPath().contains("/propertyNames/")) {
            return new Fault(
                    error.getInstanceLocation(), "has a member whose name the schema's propertyNames rules out");
        }
        String reason = SchemaSentence.of(error.getKeyword(), demanded(error), found == null ? event : found);
        return new Fault(error.getInstanceLocation(), reason);
    }

    /** The failed keyword's value: the error's path leads to it from the top of the schema, through every $ref. */
    private @Nullable JsonNode demanded(Error error) {
        JsonValue at = schema;
        for (String step : new JsonPointer(error.getEvaluationPath()).steps()) {
            JsonValue next = at == null ? null : new ValuePath(List.of(step)).findAny(at);
            at = next != null && step.equals("$ref") ? LocalReference.target(next, schema) : next;
        }
        return at;
    }

    /** The library parses nothing but its own meta schemas: events and streams' schemas come to it as trees. */
    private static final class SchemaText implements JsonNodeFactory {
        @Override
        public JsonNode wrap(Object node) {
            return (JsonNode) node;
        }

        @Override
        public JsonNode create(String text) {
            return Trees.parse(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
