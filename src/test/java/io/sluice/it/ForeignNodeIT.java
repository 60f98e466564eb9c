package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Authority;
import io.sluice.support.Demand;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Load;
import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes whose event bus is encrypted, one with the door and one with the rest, so that every event crosses the bus.
 * Nodes that don't belong to them come: without a certificate, with another authority's, and of another cluster.
 */
class ForeignNodeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long SEED = 20_261_121;
    private static final List<String> DOOR = List.of("http");
    private static final List<String> CORE = List.of("validation", "kafka", "database");
    private static final List<String> ALL = List.of("http", "validation", "kafka", "database");

    @TempDir
    Path folder;

    private final String name = "foreign-" + ProcessHandle.current().pid();
    private final int doorPort = Ports.free();
    private final int corePort = Ports.free();
    private TestServers servers;

    @BeforeEach
    void start() throws IOException {
        servers = TestServers.start();
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void strangersAreRefusedAndLoggedAndHarmNobody() throws Exception {
        Authority ours = new Authority(folder.resolve("ours"));
        Authority another = new Authority(folder.resolve("another"));
        int publicPort = Ports.free();
        try (NodeProcess core = node(name, corePort, settings(CORE, ours.tlsOf("core"), Ports.free()));
                NodeProcess door = node(name, doorPort, settings(DOOR, ours.tlsOf("door"), publicPort));
                Load load = load(publicPort)) {
            await().atMost(PATIENCE).until(() -> load.accepted() > 50);

            String authority = ours.tlsOf("spare").getString("ca");
            long before = load.accepted();
            refused(null, door);
            refused(another.tlsOf("stranger").put("ca", authority), door);
            belongsToNobodyHere("elsewhere", ours.tlsOf("elsewhere"));
            long meanwhile = load.accepted();
            await().atMost(PATIENCE).until(() -> load.accepted() > meanwhile + 50);
            load.stop();

            assertThat(meanwhile).isGreaterThan(before + 50);
            assertThat(core.output()).contains("doesn't answer on the event bus");
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    private static Load load(int publicPort) {
        Gateway gateway = new Gateway(publicPort, Ports.free());
        return Load.on(List.of(gateway), List.of("playback"), List.of(), 2, Duration.ofMillis(20), SEED);
    }

    /** It has every role: were it taken in, the door would send it half of what comes. */
    private void refused(@Nullable JsonObject tls, NodeProcess door) throws Exception {
        String before = door.output();
        try (NodeProcess stranger = node(name, Ports.free(), settings(ALL, tls, Ports.free()))) {
            int exit = stranger.exit();

            assertThat(exit).isEqualTo(11);
            assertThat(stranger.output().lines().filter(line -> line.startsWith("sluice: ")))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + doorPort, "127.0.0.1:" + corePort, name, "cluster.tls");
            assertThat(stranger.output()).doesNotContain("node started");
            await().atMost(PATIENCE)
                    .until(() -> door.output().substring(before.length()).contains("doesn't answer on the event bus"));
        }
    }

    /** It has a door only, and none of the nodes that it knows by address does the rest for it. */
    private void belongsToNobodyHere(String anotherName, JsonObject tls) throws Exception {
        int publicPort = Ports.free();
        Gateway gateway = new Gateway(publicPort, Ports.free());
        try (NodeProcess stranger = node(anotherName, Ports.free(), settings(DOOR, tls, publicPort))) {
            await().atMost(PATIENCE).until(() -> stranger.output().contains("node started"));

            Gateway.Answer answer = gateway.post("playback", "application/json", Event.text(1));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("not_written");
            assertThat(stranger.output()).contains("different cluster-name");
            assertThat(stranger.terminate()).isEqualTo(143);
        }
    }

    private JsonObject settings(List<String> roles, @Nullable JsonObject tls, int publicPort) {
        JsonObject settings = servers.settings(publicPort, Ports.free()).put("roles", new JsonArray(roles));
        return tls == null ? settings : settings.put("cluster", new JsonObject().put("tls", tls));
    }

    private NodeProcess node(String cluster, int port, JsonObject settings) throws IOException {
        return NodeProcess.start(
                "sluice.jar",
                List.of(
                        "-Xmx256m",
                        "-Dsluice.cluster.name=" + cluster,
                        "-Dsluice.cluster.port=" + port,
                        "-Dsluice.cluster.members=127.0.0.1:" + doorPort + ",127.0.0.1:" + corePort),
                List.of("run", "-cluster", "-conf", settings.encode()));
    }
}
