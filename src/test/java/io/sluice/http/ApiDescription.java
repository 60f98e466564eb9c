package io.sluice.http;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.sluice.config.Resource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What openapi.yaml says, with its references followed, and whether an answer is as it says. */
final class ApiDescription {
    static final Path FILE = Path.of("src/main/resources/openapi.yaml");

    /** How a message travels, which no description of an API lists; the media type stands with the body. */
    private static final Set<String> NOT_DESCRIBED = Set.of("content-length", "connection", "content-type");

    private final JsonObject document;

    private ApiDescription(JsonObject document) {
        this.document = document;
    }

    static ApiDescription read() throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Map<String, Object> yaml = new Yaml(new SafeConstructor(strict)).load(Files.readString(FILE));
        return new ApiDescription(new JsonObject(yaml));
    }

    /** One answer that the description knows. */
    record Described(String operation, int status) {
        @Override
        public String toString() {
            return operation + " → " + status;
        }
    }

    /** Method, path and operation. */
    record Operation(String method, String path, JsonObject said) {
        String id() {
            return said.getString("operationId");
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (!method.equals("parameters")) {
                    operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, item.getJsonObject(method)));
                }
            }
        }
        return operations;
    }

    Set<Described> answers() {
        return operations().stream()
                .flatMap(operation -> operation.said().getJsonObject("responses").fieldNames().stream()
                        .map(status -> new Described(operation.id(), Integer.parseInt(status))))
                .collect(Collectors.toSet());
    }

    /** The headers that an answer may have, in lower case. */
    Set<String> headers(Described answer) {
        JsonObject headers = response(answer).getJsonObject("headers", new JsonObject());
        return headers.fieldNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The headers that an answer has, as far as a description lists them. */
    static Set<String> headers(RawClient.Answer answer) {
        Set<String> headers = new TreeSet<>(answer.headers().keySet());
        headers.removeAll(NOT_DESCRIBED);
        return headers;
    }

    /** What of an answer isn't as described; empty when all is. */
    List<String> deviations(Described described, RawClient.Answer answer, boolean withBody) {
        List<String> deviations = new ArrayList<>();
        if (!answers().contains(new Described(described.operation(), answer.status()))) {
            return List.of("the status " + answer.status() + " isn't described: " + answer.body());
        }
        JsonObject response = response(described);
        JsonObject headers = response.getJsonObject("headers", new JsonObject());
        Set<String> known = headers(described);
        headers(answer).stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> deviations.add("header " + name));
        for (String name : headers.fieldNames()) {
            String value = answer.headers().get(name.toLowerCase(Locale.ROOT));
            JsonObject schema = resolve(headers.getJsonObject(name)).getJsonObject("schema");
            if (value != null) {
                boolean number = "integer".equals(schema.getString("type"));
                deviations.addAll(faults(schema, number ? value : quoted(value), name));
            }
        }
        deviations.addAll(bodyDeviations(response, answer, withBody));
        return deviations;
    }

    private List<String> bodyDeviations(JsonObject response, RawClient.Answer answer, boolean withBody) {
        JsonObject content = response.getJsonObject("content");
        String type = answer.headers().get("content-type");
        if (content == null) {
            return type == null && answer.body().isEmpty() ? List.of() : List.of("a body, and none is described");
        }
        if (type == null || !content.containsKey(type)) {
            return List.of("media type " + type);
        }
        if (!withBody || answer.headers().containsKey("content-encoding")) {
            return List.of();
        }
        JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
        return faults(schema, type.endsWith("json") ? answer.body() : quoted(answer.body()), "body");
    }

    /** What a JSON Schema, which is a resource, finds wrong with the whole document. */
    List<String> faultsBy(String resource) {
        String schema = new String(Resource.bytes(resource), StandardCharsets.UTF_8);
        return new ValidatorFactory()
                .validate(schema, document.encode()).getErrors().stream()
                        .map(error -> error.getInstanceLocation() + ": " + error.getError())
                        .toList();
    }

    /** Every example together with its schema: what is wrong with them. */
    List<String> badExamples() {
        List<String> bad = new ArrayList<>();
        visit(document, "", bad);
        return bad;
    }

    private void visit(Object value, String path, List<String> bad) {
        if (value instanceof JsonArray array) {
            array.forEach(element -> visit(element, path, bad));
        } else if (value instanceof JsonObject object) {
            if (object.getValue("schema") instanceof JsonObject schema) {
                examples(object).forEach(example -> bad.addAll(faults(schema, encoded(example), path)));
            }
            object.forEach(member -> visit(member.getValue(), path + '/' + member.getKey(), bad));
        }
    }

    private static List<Object> examples(JsonObject object) {
        List<Object> examples = new ArrayList<>();
        if (object.containsKey("example")) {
            examples.add(object.getValue("example"));
        }
        object.getJsonObject("examples", new JsonObject())
                .forEach(named -> examples.add(((JsonObject) named.getValue()).getValue("value")));
        return examples;
    }

    private JsonObject response(Described answer) {
        Operation operation = operations().stream()
                .filter(one -> one.id().equals(answer.operation()))
                .findFirst()
                .orElseThrow();
        return resolve(operation.said().getJsonObject("responses").getJsonObject(String.valueOf(answer.status())));
    }

    private JsonObject resolve(JsonObject said) {
        String to = said.getString("$ref");
        if (to == null) {
            return said;
        }
        JsonObject found = document;
        for (String step : to.substring(2).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    /** By JSON Schema, and a member that no schema names is a fault too. */
    private List<String> faults(JsonObject schema, String json, String what) {
        JsonObject whole = schema.copy()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put(
                        "$defs",
                        document.getJsonObject("components")
                                .getJsonObject("schemas")
                                .copy());
        closeObjects(whole);
        String text = whole.encode().replace("#/components/schemas/", "#/$defs/");
        Validator.Result result = new ValidatorFactory().validate(text, json);
        return result.getErrors().stream()
                .map(error -> what + error.getInstanceLocation() + ": " + error.getError() + " in " + json)
                .toList();
    }

    private static void closeObjects(Object value) {
        if (value instanceof JsonArray array) {
            array.forEach(ApiDescription::closeObjects);
        } else if (value instanceof JsonObject object) {
            object.forEach(member -> closeObjects(member.getValue()));
            if ("object".equals(object.getValue("type")) && object.containsKey("properties")) {
                object.put("unevaluatedProperties", false);
            }
        }
    }

    private static String quoted(String text) {
        return encoded(text);
    }

    private static String encoded(Object value) {
        return new JsonArray().add(value).encode().replaceAll("(?s)^\\[|]$", "");
    }
}
