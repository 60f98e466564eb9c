package io.sluice.dashboard;

import static io.sluice.dashboard.Browser.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.message.Address;
import io.sluice.telemetry.Metric;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bridge lets through, and that it is nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeTest {
    private static final String STATISTICS = "sluice.dashboard.statistics";

    private final BridgeFixture site = new BridgeFixture(BridgeFixture.onLoopback(), 10);
    private final List<String> leaked = new CopyOnWriteArrayList<>();
    private WebClient client;

    @BeforeAll
    void listenWhereNobodyMaySend() {
        client = WebClient.create(site.vertx, new WebClientOptions().setKeepAlive(false));
        for (String address : List.of(
                "sluice.check",
                "sluice.append",
                "sluice.admin",
                "sluice.node",
                "sluice.statistics",
                STATISTICS,
                "sluice.dashboard.ask.cluster",
                "sluice.dashboard.ask.trouble.list",
                "*",
                "sluice.*",
                "")) {
            site.vertx.eventBus().consumer(address, message -> {
                if (!address.equals(Address.STATISTICS.text()) || !isStatistics(message.body())) {
                    leaked.add(address + ": " + message.body());
                }
            });
        }
    }

    private static boolean isStatistics(Object body) {
        return body instanceof JsonObject json && json.containsKey("perSecond");
    }

    @AfterAll
    void close() {
        site.close();
    }

    @Test
    void aPageHearsTheFiguresOfANodeWithinTwoSeconds() {
        try (Browser page = browser()) {
            page.registers(STATISTICS);
            site.telemetry.counter(Metric.ACCEPTED_EVENTS, "nginx").increment(3);

            site.statistics("node-a");

            await().atMost(java.time.Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(page.heardAt(STATISTICS))
                            .anySatisfy(message -> assertThat(message.getJsonObject("body")
                                            .getJsonObject("counts")
                                            .getLong("acceptedEvents"))
                                    .isPositive()));
            assertThat(page.heardAt(STATISTICS)).allMatch(message -> "rec".equals(message.getString("type")));
        }
    }

    @Test
    void aNodeThatFallsSilentIsSeenWithinTwoSeconds() {
        try (Browser page = browser()) {
            page.registers(STATISTICS);

            site.statistics("node-silent");

            await().atMost(java.time.Duration.ofMillis(2_500))
                    .until(() -> page.heardAt(STATISTICS).stream()
                            .flatMap(message -> message.getJsonObject("body").getJsonArray("nodes").stream())
                            .map(JsonObject.class::cast)
                            .anyMatch(node -> "node-silent".equals(node.getString("node"))
                                    && "silent".equals(node.getString("state"))));
        }
    }

    @Test
    void aLookIsAnswered() {
        try (Browser page = browser()) {
            page.says(message("send", "sluice.dashboard.ask.cluster").put("replyAddress", "r1"));

            await().until(() -> !page.heardAt("r1").isEmpty());
            assertThat(page.heardAt("r1").get(0).getJsonObject("body"))
                    .isEqualTo(new JsonObject().put("operation", "cluster").put("who", "local"));
        }
    }

    @Test
    void aQuestionThatCannotBeAnsweredSaysWhy() {
        try (BridgeFixture alone = new BridgeFixture(BridgeFixture.onLoopback(), 1);
                Browser page = Browser.connect(alone.vertx, alone.port())) {
            page.says(message("send", "sluice.dashboard.ask.trouble.list").put("replyAddress", "r2"));
            page.says(message("send", "sluice.dashboard.ask.recent")
                    .put("replyAddress", "r3")
                    .put("body", new JsonObject().put("figure", "nonsense")));

            await().until(() ->
                    !page.heardAt("r2").isEmpty() && !page.heardAt("r3").isEmpty());
            assertThat(page.heardAt("r2").get(0).getString("message")).startsWith("no_handlers: no node with the role");
            assertThat(page.heardAt("r3").get(0).getString("message")).startsWith("invalid_argument: ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice.check",
                "sluice.append",
                "sluice.admin",
                "sluice.node",
                "sluice.statistics",
                "sluice.fetch.here",
                "sluice.dashboard.ask.cluster",
                "sluice.dashboard.ask.*",
                "sluice.dashboard.*",
                "sluice.*",
                "*",
                ".*",
                "",
                "sluice.dashboard.statistics.here",
                "sluice.dashboard.statistics ",
                "SLUICE.DASHBOARD.STATISTICS",
                "sluice.dashboard.tail.*",
                "sluice.dashboard.tail.nothing",
                "sluice.dashboard.tail.",
                "sluice.dashboard.statistics\u0000",
                "__vertx.reply.1"
            })
    void nobodyRegistersElsewhere(String address) {
        refused(message("register", address), "access_denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice.check",
                "sluice.append",
                "sluice.append.here",
                "sluice.admin",
                "sluice.admin.here",
                "sluice.node",
                "sluice.statistics",
                "sluice.dashboard.statistics",
                "sluice.dashboard.ask.drain",
                "sluice.dashboard.ask.trouble.requeue",
                "sluice.dashboard.ask.trouble.edit",
                "sluice.dashboard.ask.pause",
                "sluice.dashboard.ask.*",
                "sluice.dashboard.ask.cluster.here",
                "*",
                ".*",
                "",
                "__vertx.reply.1"
            })
    void nobodySendsElsewhere(String address) {
        refused(message("send", address).put("body", new JsonObject()), "access_denied");
        refused(message("send", address).put("body", new JsonObject()).put("replyAddress", "r"), "access_denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sluice.check",
                "sluice.admin",
                "sluice.statistics",
                "sluice.dashboard.statistics",
                "sluice.dashboard.ask.cluster",
                "*",
                ""
            })
    void nobodyPublishesAnywhere(String address) {
        refused(message("publish", address).put("body", new JsonObject()), "access_denied");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|invalid_json",
                "[]|invalid_json",
                "{}|missing_address",
                "{\"type\":\"register\"}|missing_address",
                "{\"type\":\"register\",\"address\":{\"$ne\":1}}|missing_address",
                "{\"type\":\"register\",\"address\":[\"sluice.dashboard.statistics\"]}|missing_address",
                "{\"type\":\"eval\",\"address\":\"sluice.dashboard.statistics\"}|invalid_type",
                "{\"type\":\"rec\",\"address\":\"sluice.dashboard.statistics\"}|invalid_type",
                "{\"type\":\"send\",\"address\":\"sluice.dashboard.ask.cluster\"}|invalid_reply_address",
                "{\"type\":\"unregister\",\"address\":\"sluice.dashboard.statistics\"}|unknown_address",
                "{\"type\":\"unregister\",\"address\":\"sluice.node\"}|access_denied"
            })
    void whatIsNoMessageIsRefused(String text, String error) {
        try (Browser page = browser()) {
            page.says(text);

            await().until(() -> page.heard().contains(error(error)));
        }
        assertThat(leaked).isEmpty();
    }

    private void refused(JsonObject message, String error) {
        try (Browser page = browser()) {
            page.says(message)
                    .says(message("send", "sluice.dashboard.ask.cluster").put("replyAddress", "end"));

            // Answers to questions are given after the error: nothing of the message is still on its way.
            await().until(() -> !page.heardAt("end").isEmpty());
            assertThat(page.heard()).contains(error(error));
        }
        assertThat(leaked).isEmpty();
    }

    private static JsonObject error(String code) {
        return new JsonObject().put("type", "err").put("body", code);
    }

    @Test
    void theSameIsRefusedByRequests() {
        String session = "/eventbus/000/" + System.nanoTime();
        assertThat(post(session + "/xhr", "")).startsWith("o");
        for (JsonObject message : List.of(
                message("register", "sluice.admin"),
                message("send", "sluice.admin").put("body", new JsonObject()),
                message("publish", STATISTICS).put("body", new JsonObject()))) {
            post(session + "/xhr_send", new JsonArray().add(message.encode()).encode());

            assertThat(post(session + "/xhr", "")).contains("access_denied");
        }
        assertThat(leaked).isEmpty();
    }

    private String post(String path, String body) {
        return BridgeFixture.done(client.post(site.port(), "127.0.0.1", path)
                                .sendBuffer(io.vertx.core.buffer.Buffer.buffer(body)))
                        .bodyAsString()
                + "";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/eventbus/iframe.html",
                "/eventbus/iframe-1.html",
                "/eventbus/0/s/jsonp?c=f",
                "/eventbus/0/s/htmlfile?c=f",
                "/eventbus/0/s/eventsource"
            })
    void whatOtherSitesCouldLoadIsNotThere(String path) {
        assertThat(BridgeFixture.done(client.get(site.port(), "127.0.0.1", path).send())
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/eventbus/info, Host, evil.example:8081",
        "/eventbus/info, Origin, https://evil.example",
        "/eventbus/info, Origin, null",
        "/eventbus/0/s/xhr, Origin, https://evil.example",
        "/eventbus/0/s/xhr_send, Origin, https://evil.example",
        "/eventbus/0/s/xhr_streaming, Host, evil.example"
    })
    void aPageOfAnotherSiteIsRefused(String path, String header, String value) {
        assertThat(BridgeFixture.done(client.post(site.port(), "127.0.0.1", path)
                                .putHeader(header, value)
                                .send())
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/0/s/websocket"})
    void aWebSocketOfAnotherSiteIsRefused(String path) {
        for (List<String> header :
                List.of(List.of("Origin", "https://evil.example"), List.of("Host", "evil.example"))) {
            assertThatThrownBy(() -> Browser.connect(
                            site.vertx,
                            Browser.options(site.port()).setURI(path).putHeader(header.get(0), header.get(1))))
                    .hasMessageContaining("403");
        }
    }

    @Test
    void aMessageThatIsTooLargeEndsTheConnection() {
        try (Browser page = browser()) {
            page.says("\"" + "x".repeat(70_000) + "\"");

            await().until(page::isClosed);
        }
    }

    @Test
    void asManyAsMayBeAreLetIn() {
        List<Browser> pages = new CopyOnWriteArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 11; i++) {
                            pages.add(browser());
                        }
                    })
                    .hasMessageContaining("503");
        } finally {
            pages.forEach(Browser::close);
        }
        await().until(() -> site.registry.scrape().contains("sluice_dashboard_connections 0.0"));
    }

    @Test
    void whoAsksWithoutEndIsNotServedWithoutEnd() {
        try (Browser page = browser()) {
            page.registers("sluice.dashboard.nothing");
            for (int i = 0; i < 10; i++) {
                page.says(message("send", "sluice.dashboard.ask.cluster").put("replyAddress", "many" + i));
            }

            await().until(() -> !page.heardAt("many9").isEmpty());
        }
    }

    @Test
    void whereTheRoleDoesNotRunThatIsSaid() {
        try (BridgeFixture other = new BridgeFixture(BridgeFixture.onLoopback(), 1)) {
            Browser page = Browser.connect(other.vertx, other.port());

            other.stop();

            await().until(page::isClosed);
            var answer = BridgeFixture.done(
                    client.get(other.port(), "127.0.0.1", "/eventbus/info").send());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.bodyAsString()).contains("the role dashboard doesn't run on this node");
            other.start(1);
            Browser.connect(other.vertx, other.port()).close();
        }
    }

    private Browser browser() {
        return Browser.connect(site.vertx, site.port());
    }
}
