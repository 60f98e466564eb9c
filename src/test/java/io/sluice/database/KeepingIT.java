package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.cli.Ran;
import io.sluice.cli.days.RestoreCommand;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.Streams;
import io.sluice.message.Described;
import io.sluice.support.Configs;
import io.sluice.support.Event;
import io.sluice.support.Ports;
import io.sluice.support.PostgresFixture;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole node on real servers stores a day; then ten days pass for what ends days, which exports and drops it; and the command
 * brings it back.
 */
class KeepingIT {
    private static final int EVENTS = 300;
    private static final String BACK = "restored.playback_";
    private static TestServers servers;
    private static TestNode node;
    private static JsonObject settings;
    private static Connection database;

    @TempDir
    static Path folder;

    private static String day;
    private static Path file;

    @BeforeAll
    static void storeADay() throws Exception {
        servers = TestServers.start();
        settings = servers.settings(Ports.free(), Ports.free());
        settings.getJsonObject("database").put("export", folder.toString());
        node = TestNode.up(settings);
        database = DriverManager.getConnection(servers.jdbc("postgres"));
        String lines = String.join(
                "\n", LongStream.range(0, EVENTS).mapToObj(Event::text).toList());
        String odd = Event.json(EVENTS)
                .encode()
                .replaceFirst("\\{", "{\"a\\\\b\":[1.50,-0.0,1e20,\"\\\\u0001\\\\n\\\\\"\"],");
        assertThat(node.gateway()
                        .post("playback", "application/x-ndjson", lines + "\n" + odd)
                        .status())
                .isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> one("SELECT count(*) FROM logs.playback").equals(Integer.toString(EVENTS + 1)));
        day = one("SELECT (max(received_at) AT TIME ZONE 'UTC')::date FROM logs.playback");
        file = folder.resolve("playback").resolve(day + ".ndjson.gz");
        execute("CREATE TABLE rows_before AS SELECT * FROM logs.playback");
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        node.close();
        servers.close();
    }

    @BeforeEach
    void endTheDay() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            DatabaseConfig config = Configs.config(settings).database();
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(10));
            Telemetry telemetry = new Telemetry(new SimpleMeterRegistry());
            LogsSeen seen = new LogsSeen();
            seen.saw(described(), later.millis());
            DayEnds days = new DayEnds(
                    new Connections(vertx, config),
                    new Streams(
                            List.of(DayEndsIT.withRetention(Configs.streams().find("playback")))),
                    new IdWindow(Duration.ofDays(7), seen),
                    later,
                    new DayExport(vertx, config, telemetry),
                    new DatabaseHealth(new Health(), telemetry, later));
            days.look().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void undo() throws Exception {
        execute("DROP SCHEMA IF EXISTS restored CASCADE");
        execute("SET ROLE sluice_maintenance");
        execute("SELECT sluice.make_day('playback', '" + day + "')");
        execute("RESET ROLE");
        execute("DELETE FROM logs.playback");
        execute("INSERT INTO logs.playback SELECT * FROM rows_before");
    }

    private static Described described() throws Exception {
        List<Described.Partition> partitions = new ArrayList<>();
        for (List<String> row : PostgresFixture.query(
                database, "SELECT partition, next_offset FROM sluice.consumer_offset WHERE stream = 'playback'")) {
            partitions.add(new Described.Partition(Integer.parseInt(row.get(0)), 0, Long.parseLong(row.get(1))));
        }
        UUID topic = UUID.fromString(
                one("SELECT min(topic_id::text) FROM sluice.consumer_offset WHERE stream = 'playback'"));
        return new Described("b", List.of(new Described.Topic("playback", "logs.playback", topic, partitions)));
    }

    private static String one(String sql) throws Exception {
        return PostgresFixture.query(database, sql).get(0).get(0);
    }

    private static void execute(String sql) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String table() {
        return BACK + day.replace("-", "");
    }

    private static Ran restore(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--conf", settings.encode(), file.toString()));
        arguments.addAll(List.of(options));
        return Ran.command(new RestoreCommand(), arguments.toArray(String[]::new));
    }

    @Test
    void whatWasExportedAndDroppedComesBackExactly() throws Exception {
        assertThat(one("SELECT count(*) FROM logs.playback")).isEqualTo("0");

        Ran ran = restore(file);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains(table() + ": " + (EVENTS + 1) + " rows of playback of " + day + " restored")
                .contains("logs.playback has none of that day");
        assertThat(ran.exitCode()).isZero();
        String columns = "SELECT r::text FROM ";
        assertThat(PostgresFixture.query(database, columns + table() + " r ORDER BY event_index"))
                .isEqualTo(PostgresFixture.query(database, columns + "rows_before r ORDER BY event_index"));
        try (Connection reader = DriverManager.getConnection(servers.jdbc("sluice_reader"))) {
            assertThat(PostgresFixture.query(reader, "SELECT count(*) FROM " + table()))
                    .containsExactly(List.of(Integer.toString(EVENTS + 1)));
        }
    }

    @Test
    void theDifferenceToTheLiveTableIsTold() throws Exception {
        undo();
        execute("DELETE FROM logs.playback WHERE event_index = 7");
        execute("UPDATE logs.playback SET client = 'other' WHERE event_index = 8");
        execute("INSERT INTO logs.playback SELECT * FROM logs.playback WHERE event_index = 9");

        Ran ran = restore(file);

        String place = "  partition " + one("SELECT min(kafka_partition) FROM rows_before") + ", offset 0, index ";
        assertThat(ran.out())
                .contains("only in the file" + place + 7)
                .contains("different" + place + 8)
                .contains("only in logs.playback" + place + 9)
                .contains("1 only in the file, 1 only in logs.playback, 1 different");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void aTableThatHasTheSameIsSaidToHaveIt() throws Exception {
        undo();

        Ran ran = restore(file);

        assertThat(ran.out()).contains("logs.playback has the same");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void aSecondTimeItIsRefusedUnlessTheTableMayBeReplaced() throws Exception {
        restore(file);
        execute("DELETE FROM " + table());

        Ran refused = restore(file);
        Ran replaced = restore(file, "--replace");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("the table " + table() + " is there already: give --replace to make it anew");
        assertThat(replaced.exitCode()).isZero();
        assertThat(one("SELECT count(*) FROM " + table())).isEqualTo(Integer.toString(EVENTS + 1));
    }

    @Test
    void ofACutFileNothingIsRestored() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.ndjson.gz"), Arrays.copyOf(whole, whole.length / 2));

        Ran ran = restore(cut);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("error: " + cut + " is cut in line ")
                .contains("the compressed data end there");
        assertThat(one("SELECT to_regclass('" + table() + "')")).isNull();
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        Ran ran = restore(folder.resolve("nothing"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no file " + folder.resolve("nothing"));
    }
}
