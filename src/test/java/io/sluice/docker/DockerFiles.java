package io.sluice.docker;

import io.sluice.config.Module;
import io.sluice.config.SluiceConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stands in docker/, read as an engine would read it. */
final class DockerFiles {
    static final Path FOLDER = Path.of("docker");
    static final Path KUBERNETES = FOLDER.resolve("kubernetes");

    private DockerFiles() {}

    /** The documents of a YAML file; anchors and merges are followed, and a key may stand once. */
    static List<JsonObject> documents(Path file) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(DockerFiles::object)
                .toList();
    }

    @SuppressWarnings("unchecked") // A document of these files is a map, or the cast fails.
    private static JsonObject object(Object document) {
        return new JsonObject(new JsonObject((Map<String, Object>) document).encode());
    }

    /** The services of a compose file by name. */
    static Map<String, JsonObject> services(String compose) throws IOException {
        JsonObject services = documents(FOLDER.resolve(compose)).get(0).getJsonObject("services");
        return services.stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> (JsonObject) entry.getValue()));
    }

    /** The objects that {@code kubectl apply -f docker/kubernetes} makes. */
    static List<JsonObject> manifests() throws IOException {
        List<JsonObject> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                manifests.addAll(documents(file));
            }
        }
        return manifests;
    }

    static JsonObject manifest(String kind, String name) throws IOException {
        return manifests().stream()
                .filter(manifest -> kind.equals(manifest.getString("kind")))
                .filter(manifest ->
                        name.equals(manifest.getJsonObject("metadata").getString("name")))
                .findFirst()
                .orElseThrow();
    }

    /** The pod of a deployment, {@code sluice-edge} or {@code sluice-core}. */
    static JsonObject pod(String deployment) throws IOException {
        return manifest("Deployment", deployment)
                .getJsonObject("spec")
                .getJsonObject("template")
                .getJsonObject("spec");
    }

    /** The one container of such a pod. */
    static JsonObject container(String deployment) throws IOException {
        return pod(deployment).getJsonArray("containers").getJsonObject(0);
    }

    /** The settings of a node in a ConfigMap. */
    static JsonObject configured(String configMap) throws IOException {
        return new JsonObject(
                manifest("ConfigMap", configMap).getJsonObject("data").getString("sluice.json"));
    }

    /** What is mounted at a path of a service's container, as the compose file names it. */
    static Path mounted(JsonObject service, String target) {
        return strings(service.getJsonArray("volumes")).stream()
                .map(volume -> volume.split(":", -1))
                .filter(parts -> parts[1].equals(target))
                .map(parts -> FOLDER.resolve(parts[0]))
                .findFirst()
                .orElseThrow();
    }

    /** A file's settings as the product takes them, with every secret that they name being there. */
    static SluiceConfig config(String what, String settings, Path secrets, List<String> names) throws IOException {
        for (String name : names) {
            Files.writeString(secrets.resolve(name), "0123456789abcdef0123456789abcdef\n");
        }
        // A folder of its own below /run/secrets is Kubernetes' doing; here all of them lie in one.
        String there =
                settings.replace("/run/secrets/sluice/", "/run/secrets/").replace("/run/secrets", secrets.toString());
        return Module.ofThisJar().configure(what, new JsonObject(there));
    }

    /** The most that a node with these settings takes to stop: its stages go one after the other, the management port last. */
    static Duration stopping(SluiceConfig config) {
        int stages = config.roles().size() + 1;
        return config.shutdown().notReady().plus(config.shutdown().timeout().multipliedBy(stages));
    }

    static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
