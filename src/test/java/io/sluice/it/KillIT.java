package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Demand;
import io.sluice.support.Gateway;
import io.sluice.support.Load;
import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged jar as a process, under load: killed at any moment, or told to stop. */
class KillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int KILLS = 3;

    private final int http = Ports.free();
    private final int management = Ports.free();
    private final Gateway gateway = new Gateway(http, management);
    private TestServers servers;
    private JsonObject settings;

    @BeforeEach
    void start() throws IOException {
        servers = TestServers.start();
        settings = servers.settings(http, management);
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void killedUnderLoadNothingIsLostAndNothingComesTwice() throws Exception {
        Load load = Load.on(gateway, 3);
        for (int i = 0; i < KILLS; i++) {
            try (NodeProcess node = NodeProcess.node(settings)) {
                long before = load.accepted();
                await().atMost(PATIENCE).until(() -> load.accepted() >= before + 2_000);
                node.kill();
            }
        }
        load.stop();

        storedByAnotherNode(load);
    }

    @Test
    void onSigtermItEndsInOrderAndAnswersWhatIsInFlight() throws Exception {
        try (NodeProcess node = NodeProcess.node(settings)) {
            Load load = Load.on(gateway, 3);
            await().atMost(PATIENCE).until(() -> load.accepted() >= 2_000);

            int exit = node.terminate();
            load.stop();

            assertThat(exit).isEqualTo(143);
            assertThat(node.output()).doesNotContain("ERROR", "did not stop in order");
            storedByAnotherNode(load);
        }
    }

    @Test
    void aPortThatIsBusyEndsTheStartWithOneClearLine() throws Exception {
        busyPort(servers.settings(Ports.free(), management), "127.0.0.1:" + management, "management.port");
        busyPort(servers.settings(http, Ports.free()), "127.0.0.1:" + http, "http.port");
    }

    private void busyPort(JsonObject secondSettings, String address, String key) throws Exception {
        try (NodeProcess first = NodeProcess.node(settings)) {
            await().atMost(PATIENCE).until(this::isLive);
            try (NodeProcess second = NodeProcess.node(secondSettings)) {
                int exit = second.exit();

                assertThat(exit).isEqualTo(15);
                assertThat(second.output().lines().filter(line -> line.startsWith("sluice: ")))
                        .singleElement()
                        .asString()
                        .contains(address, key);
                assertThat(second.output()).doesNotContain("\tat ");
            }
            assertThat(first.output()).doesNotContain("ERROR");
        }
    }

    private void storedByAnotherNode(Load load) throws Exception {
        try (NodeProcess node = NodeProcess.node(settings)) {
            Demand.everyAcceptedEventOnce(load, servers);
            assertThat(node.output()).doesNotContain("ERROR");
        }
    }

    private boolean isLive() throws InterruptedException {
        try {
            return gateway.manage("/health/live").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
