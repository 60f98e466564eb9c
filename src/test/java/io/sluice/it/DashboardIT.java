package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.NodeProcess;
import io.sluice.support.Page;
import io.sluice.support.Ports;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A node with real servers as a page sees it, and the examples of docs/dashboards.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {
    private static final String STATISTICS = "sluice.dashboard.statistics";
    private static final String TAIL = "sluice.dashboard.tail.playback";

    private final int management = Ports.free();
    private final int tcp = Ports.free();
    private TestServers servers;
    private TestNode node;

    @BeforeAll
    void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers.settings(Ports.free(), management)
                .put("dashboard", new JsonObject().put("tcp", new JsonObject().put("port", tcp))));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        servers.close();
    }

    @Test
    void aSentEventIsInTheFiguresAndInTheTailWithinTwoSeconds() throws Exception {
        Page page = new Page(management);
        page.registers(STATISTICS, new JsonObject());
        page.registers(TAIL, new JsonObject().put("contains", "\""));
        await().until(() -> !page.bodies(STATISTICS).isEmpty());
        long before = accepted(page);
        node.gateway().post("playback", "application/json", Event.json(1).encode());
        await().atMost(Duration.ofSeconds(2)).until(() -> accepted(page) == before + 1);

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(page.bodies(TAIL))
                        .anyMatch(body -> !body.getJsonArray("events").isEmpty()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> newest(page).getJsonObject("counts").getLong("storedEvents") == accepted(page));
        JsonObject newest = newest(page);
        assertThat(newest.getJsonArray("nodes")).hasSize(1);
        JsonObject mine = newest.getJsonArray("nodes").getJsonObject(0);
        assertThat(mine.getJsonArray("roles")).contains("http", "database", "dashboard");
        assertThat(mine.getJsonObject("latency").getJsonObject("request").getDouble("p99"))
                .isPositive();
        assertThat(mine.getJsonObject("gauges").fieldNames())
                .contains("backlogEvents", "backlogSeconds", "drainSeconds", "heapUsed", "ownedPartitions");
        page.close();
    }

    @Test
    void theHistogramIsAskedOverTheBridgeAndByHttp() throws Exception {
        node.gateway().post("playback", "application/json", Event.json(2).encode());
        Page page = new Page(management);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonObject answer =
                    node.gateway().manage("/admin/histogram?by=stream&step=1h").body();
            assertThat(answer.getJsonArray("counts").encode()).contains("\"value\":\"playback\"");
        });
        page.asks("sluice.dashboard.ask.histogram", new JsonObject().put("by", "client"), "r");

        await().until(() -> !page.bodies("r").isEmpty());
        assertThat(page.bodies("r").get(0).getJsonArray("counts")).isNotEmpty();
        page.close();
    }

    @Test
    void theExampleInPythonPrintsTheFigures() throws Exception {
        Examples.assumeInstalled("python3", "python3");

        prints("python3", "examples/dashboard/statistics.py", "127.0.0.1:" + tcp, "2");
    }

    @Test
    void theExampleInJavaScriptPrintsTheFigures() throws Exception {
        Assumptions.assumeTrue(
                Examples.isInstalled("node") && Files.isDirectory(Path.of("examples/dashboard/node_modules")),
                "npm ci --prefix examples/dashboard installs the bridge's client; .ci/run does it");

        prints("node", "examples/dashboard/statistics.mjs", "http://127.0.0.1:" + management, "2");
    }

    private static void prints(String... command) throws Exception {
        try (NodeProcess program = NodeProcess.start(new ProcessBuilder(List.of(command)))) {
            assertThat(program.exit()).as(program.output()).isZero();
            assertThat(program.output().lines().filter(line -> line.startsWith("accepted ")))
                    .as(program.output())
                    .hasSize(2)
                    .allMatch(line -> line.contains(" live"));
        }
    }

    private static JsonObject newest(Page page) {
        List<JsonObject> bodies = page.bodies(STATISTICS);
        return bodies.get(bodies.size() - 1);
    }

    private static long accepted(Page page) {
        return newest(page).getJsonObject("counts").getLong("acceptedEvents");
    }
}
