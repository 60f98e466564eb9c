package io.sluice.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryXmlConfig;
import io.sluice.config.ConfigException;
import io.sluice.config.Module;
import io.sluice.config.SluiceConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, as far as they can be held without a cluster. */
class KubernetesTest {
    @TempDir
    Path secrets;

    @ParameterizedTest
    @ValueSource(strings = {"sluice-edge", "sluice-core"})
    void theProductTakesANodesSettings(String name) throws IOException {
        SluiceConfig config = config(name);

        assertThat(DockerFiles.container(name).getString("image"))
                .isEqualTo("sluice:" + Module.ofThisJar().version());
        assertThat(mounts(name)).contains(config.streams(), "/etc/sluice/sluice.json", "/run/secrets/sluice", "/tmp");
        assertThat(port(name, "management")).isEqualTo(config.management().port());
        if (name.equals("sluice-edge")) {
            assertThat(port(name, "http")).isEqualTo(config.http().port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice-edge", "sluice-core"})
    void aPodHasTheTimeThatANodeNeedsToStop(String name) throws IOException {
        JsonObject pod = DockerFiles.pod(name);
        JsonArray before = DockerFiles.container(name)
                .getJsonObject("lifecycle")
                .getJsonObject("preStop")
                .getJsonObject("exec")
                .getJsonArray("command");

        Duration needed = DockerFiles.stopping(config(name)).plusSeconds(Long.parseLong(before.getString(1)));

        assertThat(before.getString(0)).isEqualTo("sleep");
        assertThat(Duration.ofSeconds(pod.getInteger("terminationGracePeriodSeconds")))
                .isGreaterThan(needed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice-edge", "sluice-core"})
    void aNodeWritesOnlyToTmpAndMayNothing(String name) throws IOException {
        JsonObject pod = DockerFiles.pod(name);
        JsonObject security = DockerFiles.container(name).getJsonObject("securityContext");

        assertThat(pod.getJsonObject("securityContext").getBoolean("runAsNonRoot"))
                .isTrue();
        assertThat(pod.getBoolean("automountServiceAccountToken")).isFalse();
        assertThat(pod.getBoolean("enableServiceLinks")).isFalse();
        assertThat(security.getBoolean("readOnlyRootFilesystem")).isTrue();
        assertThat(security.getBoolean("allowPrivilegeEscalation")).isFalse();
        assertThat(security.getJsonObject("capabilities").getJsonArray("drop")).containsExactly("ALL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice-edge", "sluice-core"})
    void everyPartOfADeploymentSelectsItsPods(String name) throws IOException {
        JsonObject spec = DockerFiles.manifest("Deployment", name).getJsonObject("spec");
        JsonObject labels =
                spec.getJsonObject("template").getJsonObject("metadata").getJsonObject("labels");

        assertThat(labels.getString("app.kubernetes.io/component")).isEqualTo(name.substring("sluice-".length()));
        assertThat(selected(spec)).isEqualTo(labels);
        assertThat(selected(DockerFiles.manifest("PodDisruptionBudget", name).getJsonObject("spec")))
                .isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice-edge", "sluice-core"})
    void aNodeJoinsByTheHeadlessServiceAtThePortsThatAreOpen(String name) throws IOException {
        Properties variables = new Properties();
        variables.putAll(Map.of(
                "sluice.cluster.name", "sluice",
                "sluice.cluster.interface", "10.0.0.7",
                "sluice.cluster.port", "5701"));
        JsonObject service = DockerFiles.manifest("Service", "sluice-cluster").getJsonObject("spec");

        Config hazelcast = new InMemoryXmlConfig(hazelcastFile(), variables);
        CommandLines.Node node = CommandLines.parse(
                DockerFiles.strings(DockerFiles.container(name).getJsonArray("args")));

        assertThat(hazelcast.getNetworkConfig().getJoin().getKubernetesConfig().getProperty("service-dns"))
                .isEqualTo("sluice-cluster");
        assertThat(environment(name).getJsonObject("SLUICE_CLUSTER_INTERFACE").getString("fieldPath"))
                .isEqualTo("status.podIP");
        assertThat(environment(name).fieldNames()).doesNotContain("SLUICE_CLUSTER_PORT");
        assertThat(service.getString("clusterIP")).isEqualTo("None");
        assertThat(service.getBoolean("publishNotReadyAddresses")).isTrue();
        assertThat(port(name, "hazelcast"))
                .isEqualTo(hazelcast.getNetworkConfig().getPort());
        assertThat(port(name, "bus")).isEqualTo(node.clusterPort());
        assertThat(node.ha()).isTrue();
        assertThat(node.conf()).isEqualTo("/etc/sluice/sluice.json");
    }

    @Test
    void hazelcastsFileIsTheJarsWithItsVariantForKubernetes() throws IOException {
        String jars = Files.readString(Path.of("conf/hazelcast.xml"))
                .replaceFirst("(?s)<tcp-ip .*</tcp-ip>", "")
                .replaceFirst("(?s)<!-- In Kubernetes.*?(<kubernetes.*?</kubernetes>)\\s*-->", "$1")
                .replace("sluice-cluster.default.svc.cluster.local", "sluice-cluster");

        String file = hazelcastFile();

        assertThat(withoutComments(file)).isEqualTo(withoutComments(jars));
    }

    private static String withoutComments(String xml) {
        return xml.replaceAll("(?s)<!--.*?-->", "").replaceAll("\\s+", " ");
    }

    private static String hazelcastFile() throws IOException {
        return DockerFiles.manifest("ConfigMap", "sluice-cluster")
                .getJsonObject("data")
                .getString("hazelcast.xml");
    }

    /** By variable: what it is taken from. */
    private static JsonObject environment(String name) throws IOException {
        JsonObject environment = new JsonObject();
        DockerFiles.container(name).getJsonArray("env").stream()
                .map(JsonObject.class::cast)
                .forEach(variable -> environment.put(
                        variable.getString("name"),
                        variable.getJsonObject("valueFrom", new JsonObject()).getJsonObject("fieldRef")));
        return environment;
    }

    @Test
    void everySecretIsInTheExampleAndAnExampleIsNoSecret() throws IOException {
        JsonObject example = DockerFiles.documents(DockerFiles.KUBERNETES.resolve("example/secret.yaml"))
                .get(0)
                .getJsonObject("stringData");

        assertThat(example.fieldNames())
                .containsAll(secretNames("sluice-edge"))
                .containsAll(secretNames("sluice-core"));
        assertThatThrownBy(() -> Module.ofThisJar()
                        .configure(
                                "edge",
                                new JsonObject(DockerFiles.configured("sluice-edge")
                                        .encode()
                                        .replaceAll("file:[^\"]*", example.getString("receipt-key")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("receipts.key must have")
                .hasMessageContaining("token must have");
    }

    private SluiceConfig config(String name) throws IOException {
        return DockerFiles.config(name, DockerFiles.configured(name).encode(), secrets, secretNames(name));
    }

    private static List<String> secretNames(String name) throws IOException {
        return DockerFiles.pod(name).getJsonArray("volumes").stream()
                .map(JsonObject.class::cast)
                .filter(volume -> volume.containsKey("secret"))
                .flatMap(volume -> volume.getJsonObject("secret").getJsonArray("items").stream())
                .map(item -> ((JsonObject) item).getString("key"))
                .toList();
    }

    private static List<String> mounts(String name) throws IOException {
        return DockerFiles.container(name).getJsonArray("volumeMounts").stream()
                .map(mount -> ((JsonObject) mount).getString("mountPath"))
                .toList();
    }

    private static int port(String name, String port) throws IOException {
        Map<String, Integer> ports = DockerFiles.container(name).getJsonArray("ports").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("name"), each -> each.getInteger("containerPort")));
        return ports.get(port);
    }

    private static JsonObject selected(JsonObject spec) {
        return spec.getJsonObject("selector").getJsonObject("matchLabels");
    }
}
