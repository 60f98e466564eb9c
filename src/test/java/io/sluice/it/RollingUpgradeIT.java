package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Demand;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Load;
import io.sluice.support.PreviousRelease;
import io.sluice.support.TestServers;
import io.sluice.support.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node of the previous wire version, as it was built then, beside one of today, under load: docs/cluster.md, Rolling upgrade. */
class RollingUpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonObject WRITES_2 = new JsonObject().put("wire", 2);
    private static final List<String> ALL = List.of("http", "validation", "kafka", "database");
    private static final List<String> EDGE = List.of("http", "validation");
    private static final List<String> CORE = List.of("kafka", "database");
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @TempDir
    static Path program;

    private static List<String> previous;

    @TempDir
    Path folder;

    private TestServers servers;
    private ClusterSite site;

    @BeforeAll
    static void unpack() throws IOException {
        previous = PreviousRelease.program(program);
    }

    @BeforeEach
    void start() throws IOException {
        servers = TestServers.start();
        site = new ClusterSite(servers, folder);
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
        servers.close();
    }

    /** Each split sends other messages from the old node to the new one, and others back; together they are all of the route. */
    @ParameterizedTest
    @CsvSource({
        "http validation, kafka database",
        "kafka database, http validation",
        "http kafka, validation database",
        "validation database, http kafka"
    })
    void anOldNodeAndANewOneShareTheRoute(String oldRoles, String newRoles) throws Exception {
        Member old = site.node("old", List.of(oldRoles.split(" ")), previous);
        Member present = site.node("present", List.of(newRoles.split(" ")), new JsonObject());
        Member door = oldRoles.contains("http") ? old.ready() : present.ready();
        try (Load load = ClusterSite.loadOn(door)) {
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        Gateway.Answer posted = post(door);
        within(() -> door.gateway()
                .receipt(posted.receipt())
                .body()
                .getString("state")
                .equals("stored"));
        assertThat(wire(present, old.name())).isEqualTo("reads [1], writes 1");
        assertThat(wire(present, present.name())).isEqualTo("reads [1,2], writes 1");
        assertThat(versions()).containsOnlyKeys("1");
    }

    @Test
    void anOldNodeAndANewOneStoreBesideEachOther() throws Exception {
        Member present = site.node("present", ALL).ready();
        Member old = site.node("old", ALL, previous).ready();
        try (Load load = ClusterSite.loadOn(old, present)) {
            within(() -> {
                String partitions = present.cluster().getJsonArray("partitions").encode();
                return partitions.contains(old.name()) && partitions.contains(present.name());
            });
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    @Test
    void aClusterIsUpdatedUnderLoadAndThenWritesTheNewVersion() throws Exception {
        Member oldCore = site.node("old-core", CORE, previous).ready();
        Member edge = site.node("edge", EDGE, WRITES_2).ready();
        String old = oldCore.name();
        try (Load load = ClusterSite.loadOn(edge)) {
            more(load, 500);
            assertThat(health(edge)).contains("cluster.wire is 2, which isn't read by " + old);
            assertThat(edge.process().output()).contains("a node doesn't read the wire version of the settings");
            assertThat(wire(edge, edge.name())).isEqualTo("reads [1,2], writes 1");
            assertThat(versions()).containsOnlyKeys("1");

            oldCore.process().terminate();
            Member core = site.node("core", CORE, WRITES_2).ready();
            within(() -> wire(core, edge.name()).endsWith("writes 2")
                    && wire(core, core.name()).endsWith("writes 2"));
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(versions().get("2")).isPositive();
        assertThat(health(edge)).doesNotContain("cluster.wire");
        assertThat(post(edge).status()).isEqualTo(202);
        assertThat(traces()).containsOnlyKeys("2 " + TRACE);
    }

    @Test
    void anOldNodeThatMeetsARecordOfTheNewVersionStopsThereAndANewOneGoesOn() throws Exception {
        try (ClusterSite elsewhere = new ClusterSite(servers, Files.createDirectory(folder.resolve("elsewhere")))) {
            Member oldCore = site.node("old-core", CORE, previous).ready();
            Member edge = elsewhere
                    .node("edge", List.of("http", "validation", "kafka"), WRITES_2)
                    .ready();
            within(() -> wire(edge, edge.name()).endsWith("writes 2"));
            try (Load load = ClusterSite.loadOn(edge)) {
                more(load, 500);
                within(() -> health(oldCore).contains("has a header of version 2, which this release can't read"));
                load.stop();

                oldCore.process().terminate();
                site.node("core", CORE).ready();
                Demand.everyAcceptedEventOnce(load, servers);
            }
        }
    }

    private static Gateway.Answer post(Member door) throws IOException, InterruptedException {
        return door.gateway()
                .post(
                        "playback",
                        Map.of("content-type", "application/json", "traceparent", TRACE),
                        Event.text(1).getBytes(StandardCharsets.UTF_8));
    }

    private static String health(Member member) throws IOException, InterruptedException {
        return member.gateway().manage("/health").body().encode();
    }

    /** What one node says of another's versions. */
    private static String wire(Member asked, String node) throws IOException, InterruptedException {
        JsonArray nodes = asked.cluster().getJsonArray("nodes");
        return nodes.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("node").equals(node))
                .map(each -> "reads " + each.getJsonArray("reads").encode() + ", writes " + each.getInteger("writes"))
                .findFirst()
                .orElse("");
    }

    /** How many records there are of each version. */
    private Map<String, Integer> versions() {
        Map<String, Integer> versions = new HashMap<>();
        new Topic(servers.kafka(), "playback")
                .each(record -> versions.merge(version(record.headers().lastHeader("sluice")), 1, Integer::sum));
        return versions;
    }

    /** Version and trace of the records that have one. */
    private Map<String, Integer> traces() {
        Map<String, Integer> traces = new HashMap<>();
        new Topic(servers.kafka(), "playback").each(record -> {
            Header trace = record.headers().lastHeader("traceparent");
            if (trace != null) {
                String version = version(record.headers().lastHeader("sluice"));
                traces.merge(version + ' ' + new String(trace.value(), StandardCharsets.US_ASCII), 1, Integer::sum);
            }
        });
        return traces;
    }

    private static String version(Header header) {
        String text = new String(header.value(), StandardCharsets.US_ASCII);
        return text.substring(text.indexOf('=') + 1, text.indexOf(';'));
    }

    private static void more(Load load, int events) {
        long before = load.accepted();
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> load.accepted() >= before + events);
    }

    private static void within(Callable<Boolean> condition) {
        await().atMost(PATIENCE).ignoreExceptions().until(condition);
    }
}
