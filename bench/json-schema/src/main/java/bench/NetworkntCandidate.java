package bench;

import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class NetworkntCandidate implements Candidate {
    private final JsonMapper mapper = new JsonMapper();

    @Override
    public String name() {
        return "networknt json-schema-validator 3.0.9";
    }

    @Override
    public Compiled compile(String schema, boolean draft7, Map<String, String> remotes) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                draft7 ? SpecificationVersion.DRAFT_7 : SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(remotes));
        Schema compiled = registry.getSchema(mapper.readTree(schema));
        return instance -> compiled.validate((JsonNode) instance, OutputFormat.BOOLEAN);
    }

    @Override
    public Object prepare(String json) {
        return mapper.readTree(json);
    }
}
