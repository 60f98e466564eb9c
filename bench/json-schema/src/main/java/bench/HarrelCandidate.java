package bench;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.Map;

final class HarrelCandidate implements Candidate {
    private final PlainNode.Factory factory = new PlainNode.Factory();

    @Override
    public String name() {
        return "dev.harrel json-schema 1.8.2";
    }

    @Override
    public Compiled compile(String schema, boolean draft7, Map<String, String> remotes) {
        Validator validator = new ValidatorFactory()
                .withDefaultDialect(draft7 ? new Dialects.Draft7Dialect() : new Dialects.Draft2020Dialect())
                .withJsonNodeFactory(factory)
                .withSchemaResolver(uri -> remotes.containsKey(uri)
                        ? SchemaResolver.Result.fromString(remotes.get(uri))
                        : SchemaResolver.Result.empty())
                .createValidator();
        URI uri = validator.registerSchema(schema);
        return instance -> validator.validate(uri, (JsonNode) instance).isValid();
    }

    @Override
    public Object prepare(String json) {
        return factory.create(json);
    }
}
