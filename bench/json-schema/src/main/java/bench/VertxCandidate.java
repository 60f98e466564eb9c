package bench;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.Map;

final class VertxCandidate implements Candidate {
    @Override
    public String name() {
        return "vertx-json-schema 5.0.8";
    }

    @Override
    public Compiled compile(String schema, boolean draft7, Map<String, String> remotes) {
        Draft draft = draft7 ? Draft.DRAFT7 : Draft.DRAFT202012;
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("https://sluice.test/")
                .setDraft(draft)
                .setOutputFormat(OutputFormat.Flag);
        SchemaRepository repository = SchemaRepository.create(options);
        remotes.forEach((uri, text) -> {
            try {
                repository.dereference(uri, of(text));
            } catch (RuntimeException anotherDraft) {
                // A remote of a draft that isn't tried here.
            }
        });
        Validator validator = repository.validator(of(schema), options, true);
        return instance -> Boolean.TRUE.equals(validator.validate(instance == NULL ? null : instance).getValid());
    }

    private static final Object NULL = new Object();

    private static JsonSchema of(String text) {
        Object value = Json.decodeValue(text);
        return value instanceof Boolean truth ? JsonSchema.of(truth) : JsonSchema.of((JsonObject) value);
    }

    @Override
    public Object prepare(String json) {
        Object value = Json.decodeValue(json);
        return value == null ? NULL : value;
    }
}
