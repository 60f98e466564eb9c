package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the nodes say they answered with 202 stands beside the counts, and shows what the counts alone can't. */
class TalliesIT {
    @Test
    void eventsThatWereAnsweredAndNeverCountedShow() throws Exception {
        try (TestServers servers = TestServers.start();
                TestNode node = TestNode.up(servers)) {
            for (int i = 0; i < 5; i++) {
                node.gateway()
                        .post("playback", "application/json", Event.json(i).encode());
            }
            await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(playback(node).getLong("tallied")).isEqualTo(5));
            boolean even = balance(node).getBoolean("even");

            forget(servers);

            assertThat(even).isTrue();
            JsonObject sheet = balance(node);
            assertThat(sheet.getBoolean("even")).isFalse();
            assertThat(sheet.getJsonArray("cells").encode())
                    .contains("the nodes answered 202 for ", "but only 0 were appended");
            assertThat(node.gateway()
                            .post("sluice_tallies", "application/json", "{}")
                            .status())
                    .isEqualTo(404);
        }
    }

    /** As if a log had been cut, and the counts with it, behind everybody's back. */
    private static void forget(TestServers servers) throws Exception {
        try (Connection connection = DriverManager.getConnection(servers.jdbc("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE sluice.event_count SET appended = 0, stored = 0 WHERE stream = 'playback'");
        }
    }

    private static JsonObject balance(TestNode node) throws Exception {
        Gateway.Answer answer = node.gateway().manage("/admin/balance");
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        return answer.body();
    }

    private static JsonObject playback(TestNode node) throws Exception {
        return balance(node).getJsonArray("streams").stream()
                .map(JsonObject.class::cast)
                .filter(total -> total.getString("stream").equals("playback"))
                .findFirst()
                .orElseThrow();
    }
}
