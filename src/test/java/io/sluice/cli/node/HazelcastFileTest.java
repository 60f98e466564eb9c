package io.sluice.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import io.sluice.config.ConfigException;
import io.sluice.support.MarkdownTable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastRegistrationInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** conf/hazelcast.xml is the file in the jar, and what can be set from outside is set. */
class HazelcastFileTest {
    private static Config load(Map<String, String> system, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.putAll(system);
        return HazelcastFile.load(properties, environment::get);
    }

    @Test
    void withoutAnyWordItJoinsNodesOfThisMachineOverLoopback() {
        Config config = load(Map.of(), Map.of());

        NetworkConfig network = config.getNetworkConfig();
        assertThat(config.getClusterName()).isEqualTo("sluice");
        assertThat(network.getPort()).isEqualTo(5701);
        assertThat(network.getJoin().getTcpIpConfig().getMembers()).containsExactly("127.0.0.1");
        assertThat(network.getInterfaces().isEnabled()).isTrue();
        assertThat(network.getInterfaces().getInterfaces()).containsExactly("127.0.0.1");
        assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    }

    @Test
    void otherMachinesAreTriedAtOnePort() {
        assertThat(load(Map.of(), Map.of()).getProperty("hazelcast.tcp.join.port.try.count"))
                .isEqualTo("10");

        Config config = load(Map.of("sluice.cluster.members", "10.0.0.7, 127.0.0.1"), Map.of());

        assertThat(config.getProperty("hazelcast.tcp.join.port.try.count")).isEqualTo("1");
    }

    @Test
    void nobodyElseIsAskedOrTold() {
        Config config = load(Map.of(), Map.of());

        JoinConfig join = config.getNetworkConfig().getJoin();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.isAutoDetectionEnabled()).isFalse();
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getNetworkConfig().getRestApiConfig().isEnabled()).isFalse();
        assertThat(config.getNetworkConfig().getMemcacheProtocolConfig().isEnabled())
                .isFalse();
        assertThat(config.getAdvancedNetworkConfig().isEnabled()).isFalse();
    }

    @Test
    void twoMembersMayDieTogether() {
        Config config = load(Map.of(), Map.of());

        assertThat(config.getMultiMapConfig("__vertx.subs").getBackupCount()).isEqualTo(2);
        assertThat(config.getMapConfig("__vertx.haInfo").getBackupCount()).isEqualTo(2);
        assertThat(config.getMapConfig("__vertx.nodeInfo").getBackupCount()).isEqualTo(2);
    }

    @Test
    void theDocumentTellsOfEverySettingAndVariable() throws IOException {
        Path document = Path.of("docs/cluster.md");
        String file = Files.readString(Path.of("conf/hazelcast.xml"));

        Map<String, String> defaults = new HashMap<>();
        Map<String, String> environment = new HashMap<>();
        MarkdownTable.rows(document).stream()
                .filter(row -> row.get(0).startsWith("SLUICE_"))
                .forEach(row -> {
                    defaults.put(row.get(1), row.get(2));
                    environment.put(row.get(0), row.get(1));
                });

        assertThat(defaults).isEqualTo(HazelcastFile.DEFAULTS);
        assertThat(environment)
                .allSatisfy((variable, property) -> assertThat(file).contains("${" + property + '}', variable));
        assertThat(Files.readString(document))
                .contains(Pattern.compile("<property name=\"(.+?)\"")
                        .matcher(file)
                        .results()
                        .map(property -> '`' + property.group(1) + '`')
                        .toList());
    }

    @Test
    void aSystemPropertyIsStrongerThanTheEnvironment() {
        Config config = load(
                Map.of("sluice.cluster.name", "core"),
                Map.of(
                        "SLUICE_CLUSTER_NAME",
                        "edge",
                        "SLUICE_CLUSTER_MEMBERS",
                        "10.0.0.7, 10.0.0.8:5801",
                        "SLUICE_CLUSTER_INTERFACE",
                        "10.0.0.*",
                        "SLUICE_CLUSTER_PORT",
                        "5801"));

        assertThat(config.getClusterName()).isEqualTo("core");
        assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
                .containsExactly("10.0.0.7", "10.0.0.8:5801");
        assertThat(config.getNetworkConfig().getInterfaces().getInterfaces()).containsExactly("10.0.0.*");
        assertThat(config.getNetworkConfig().getPort()).isEqualTo(5801);
    }

    @Test
    void theVariantForKubernetesWorksOnceItsCommentIsTakenAway(@TempDir Path folder) throws IOException {
        String text = Files.readString(Path.of("conf/hazelcast.xml"))
                .replaceFirst("(?s)<tcp-ip .*</tcp-ip>", "")
                .replaceFirst("(?s)<!-- In Kubernetes.*?(<kubernetes.*?</kubernetes>)\\s*-->", "$1");
        Path file = Files.writeString(folder.resolve("hazelcast.xml"), text);

        Config config = load(Map.of("vertx.hazelcast.config", file.toString()), Map.of());

        JoinConfig join = config.getNetworkConfig().getJoin();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperty("service-dns")).endsWith(".svc.cluster.local");
        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Map<String, String> system = Map.of("vertx.hazelcast.config", "no/such.xml");

        assertThatThrownBy(() -> load(system, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("no/such.xml: vertx.hazelcast.config names it, and it isn't there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<hazelcast/",
                "<hazelcast xmlns='http://www.hazelcast.com/schema/config'><nope/></hazelcast>"
            })
    void aFileThatHazelcastCannotReadIsNamed(String content, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("hazelcast.xml"), content);
        Map<String, String> system = Map.of("vertx.hazelcast.config", file.toString());

        assertThatThrownBy(() -> load(system, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @ParameterizedTest
    @MethodSource("ofTheCluster")
    void whatTheClusterItselfSendsPassesTheFilter(Object sent) {
        InternalSerializationService serialization = serialization();
        try {
            Object received = serialization.toObject(serialization.toData(sent));

            assertThat(received).hasSameClassAs(sent);
        } finally {
            serialization.dispose();
        }
    }

    /** Hazelcast's own objects have forms of their own, as these two of Vert.x; its failures come by Java's. */
    static Stream<Object> ofTheCluster() {
        Exception suppressing = new HazelcastException("outer", new TimeoutException("inner"));
        suppressing.addSuppressed(new IOException("beside"));
        return Stream.of(
                new HazelcastNodeInfo(new NodeInfo("127.0.0.1", 1, null)),
                new HazelcastRegistrationInfo(new RegistrationInfo("node", 1, false)),
                "{\"group\":\"edge\"}",
                suppressing,
                new IllegalStateException("alone"));
    }

    @ParameterizedTest
    @MethodSource("ofAttacks")
    void nothingElseDoes(Object sent) {
        InternalSerializationService serialization = serialization();
        try {
            var data = serialization.toData(sent);

            assertThatThrownBy(() -> serialization.toObject(data))
                    .hasRootCauseInstanceOf(SecurityException.class)
                    .hasMessageContaining("is not allowed");
        } finally {
            serialization.dispose();
        }
    }

    /** Hazelcast's default would let these pass: their classes are the JDK's. */
    static Stream<Object> ofAttacks() throws IOException {
        return Stream.of(
                URI.create("http://localhost"), new java.util.BitSet(), new java.util.Locale.Builder().build());
    }

    private static InternalSerializationService serialization() {
        return new DefaultSerializationServiceBuilder()
                .setConfig(load(Map.of(), Map.of()).getSerializationConfig())
                .build();
    }
}
