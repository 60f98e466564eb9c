package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.database.PlantedStore;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.kafka.PlantedBridge;
import io.sluice.support.Configs;
import io.sluice.support.Demand;
import io.sluice.support.KafkaFixture;
import io.sluice.support.Load;
import io.sluice.support.Ports;
import io.sluice.support.PostgresFixture;
import io.sluice.support.Table;
import io.sluice.support.Violation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The demands of the fault harness find what they are there for: each bug is planted into a node, brought out by a harm at
 * the worst moment, and must be caught; the same harm to a node without the bug must not be.
 */
@ExtendWith(KafkaFixture.class)
class PlantedBugIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** For a node without a bug, however busy the machine is. */
    private static final Duration DRAINING = Duration.ofMinutes(1);

    /** A bug may stop storing for good. */
    private static final Duration DRAINING_WITH_A_BUG = Duration.ofSeconds(15);

    private static final int EVENTS = 1_200;

    @RegisterExtension
    final PostgresFixture postgres = new PostgresFixture();

    @TempDir
    Path streams;

    private final String plain = KafkaFixture.uniqueStream();
    private final String withIds = KafkaFixture.uniqueStream();

    @ParameterizedTest
    @EnumSource
    void aPlantedBugIsCaught(Planted planted, EmbeddedKafka kafka) throws Exception {
        List<Violation> found =
                violations(planted, planted.ofTheBridge(), planted.ofTheStore(), kafka, DRAINING_WITH_A_BUG);

        assertThat(found).extracting(Violation::demand).contains(planted.caughtBy());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SWALLOWS_PRODUCER_ERRORS", "COUNTS_AT_THE_WRONG_STAGE"})
    void theSameHarmWithoutTheBugIsMended(Planted planted, EmbeddedKafka kafka) throws Exception {
        List<Violation> found = violations(planted, PlantedBridge.Bug.NONE, PlantedStore.Bug.NONE, kafka, DRAINING);

        assertThat(found)
                .as(planted + ": " + found)
                .extracting(Violation::demand)
                .containsExactlyElementsOf(planted.makesTrouble() ? List.of(Violation.TROUBLE) : List.of());
    }

    private List<Violation> violations(
            Planted planted,
            PlantedBridge.Bug ofTheBridge,
            PlantedStore.Bug ofTheStore,
            EmbeddedKafka kafka,
            Duration draining)
            throws Exception {
        writeStreams();
        Table table = new Table("jdbc:" + postgres.url() + "?user=postgres");
        PlantedStore store = new PlantedStore(planted.toTheStore(), ofTheStore);
        try (PlantedNode node = new PlantedNode(
                settings(kafka),
                parts -> PlantedBridge.verticle(parts, planted.toTheBridge(), ofTheBridge),
                store::verticle)) {
            if (planted.refusing()) {
                refuseSomeEvents(table);
            }
            return violations(planted, node, store, table, kafka, draining);
        }
    }

    private List<Violation> violations(
            Planted planted, PlantedNode node, PlantedStore store, Table table, EmbeddedKafka kafka, Duration draining)
            throws Exception {
        try (Load load =
                Load.on(List.of(node.gateway()), List.of(plain), List.of(withIds), 3, Duration.ofMillis(5), 1)) {
            await().atMost(PATIENCE).until(() -> load.accepted() >= EVENTS);
            boolean pauses = planted.toTheStore() == PlantedStore.Harm.PAUSED;
            await().atMost(PATIENCE).until(() -> !pauses || store.isPaused());
            load.stop();
            if (pauses) {
                anotherTakesOver(load, table, store, kafka);
            }
            return Demand.violations(load, table, kafka.servers(), draining);
        }
    }

    /** The paused one's lease runs out, another stores what there is, and then the first goes on with what it had. */
    private void anotherTakesOver(Load load, Table table, PlantedStore paused, EmbeddedKafka kafka) throws Exception {
        try (PlantedNode other = new PlantedNode(
                settings(kafka),
                parts -> PlantedBridge.verticle(parts, PlantedBridge.Harm.NONE, PlantedBridge.Bug.NONE),
                new PlantedStore(PlantedStore.Harm.NONE, PlantedStore.Bug.NONE)::verticle)) {
            Demand.awaitDrained(load, table, kafka.servers(), PATIENCE);
        } finally {
            paused.resume();
        }
        await().atMost(PATIENCE).until(paused::hasGoneOn);
    }

    private void refuseSomeEvents(Table table) {
        String there = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('logs." + plain + "')";
        await().atMost(PATIENCE).until(() -> table.number(there) == 1);
        postgres.execute("ALTER TABLE logs." + plain + " ADD CONSTRAINT picky CHECK (track_id % 40 <> 7)");
    }

    private void writeStreams() throws IOException {
        JsonObject playback = new JsonObject(Files.readString(Path.of("conf", "streams", "playback.json")));
        playback.put("partitions", 2);
        Files.writeString(streams.resolve(plain + ".json"), playback.encode());
        Files.writeString(
                streams.resolve(withIds + ".json"), playback.put("id", "/id").encode());
    }

    private JsonObject settings(EmbeddedKafka kafka) {
        JsonObject settings = Configs.least().put("streams", streams.toString());
        settings.getJsonObject("http").put("port", Ports.free());
        settings.getJsonObject("kafka").put("servers", kafka.servers());
        JsonObject database = settings.getJsonObject("database")
                .put("url", postgres.url())
                .put("lease", "600ms")
                .put("leaseRenewal", "150ms")
                .put("retry", "50ms");
        for (String role : List.of("writer", "reader", "maintenance")) {
            database.put(role, new JsonObject().put("user", "sluice_" + role).put("password", "sluice"));
        }
        return settings;
    }
}
