package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Event;
import io.sluice.support.Page;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of one node shows what another one does, and that it is gone. */
class DashboardClusterIT {
    private static final String STATISTICS = "sluice.dashboard.statistics";
    private static final String TAIL = "sluice.dashboard.tail.playback";

    @TempDir
    Path folder;

    @Test
    void aPageShowsWhatAnotherNodeTakesInAndThatItDies() throws Exception {
        try (TestServers servers = TestServers.start();
                ClusterSite site = new ClusterSite(servers, folder)) {
            Member looks = site.node("looks", List.of("kafka", "database", "dashboard"));
            Member door = site.node("door", List.of("http", "validation", "kafka"));
            looks.ready();
            door.ready();
            try (Page page = new Page(looks.gateway().management())) {
                page.registers(STATISTICS, new JsonObject());
                page.registers(TAIL, new JsonObject());
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> states(page).equals(Map.of(looks.name(), "live", door.name(), "live")));
                String name = door.name();
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    door.gateway()
                            .post("playback", "application/json", Event.json(1).encode());
                    return page.bodies(TAIL).stream()
                            .anyMatch(body -> !body.getJsonArray("events").isEmpty());
                });
                await().atMost(Duration.ofSeconds(2))
                        .until(() -> newest(page).getJsonObject("counts").getLong("acceptedEvents") > 0);

                door.process().kill();

                await().atMost(Duration.ofSeconds(2))
                        .until(() -> !"live".equals(states(page).get(name)));
                await().atMost(Duration.ofSeconds(6))
                        .until(() -> "gone".equals(states(page).get(name)));
                assertThat(states(page)).containsEntry(looks.name(), "live");
            }
        }
    }

    private static JsonObject newest(Page page) {
        List<JsonObject> bodies = page.bodies(STATISTICS);
        return bodies.isEmpty() ? new JsonObject().put("nodes", new JsonArray()) : bodies.get(bodies.size() - 1);
    }

    private static Map<String, String> states(Page page) {
        Map<String, String> states = new TreeMap<>();
        newest(page)
                .getJsonArray("nodes")
                .forEach(node ->
                        states.put(((JsonObject) node).getString("node"), ((JsonObject) node).getString("state")));
        return states;
    }
}
