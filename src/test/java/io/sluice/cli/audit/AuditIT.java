package io.sluice.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.cli.Ran;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Ports;
import io.sluice.support.PostgresFixture;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole node on real servers, whose day is audited; then harm is done, and the audit names the place. In partition 0 of
 * nginx lie: offset 0, three events of web; 1, one of web with a key; 2, what another program wrote; 3, offset 1 once more.
 */
class AuditIT {
    private static final String EVENT = "{\"nginx_version\":\"1.9\",\"timestamp\":1600000000123,\"n\":";
    private static TestServers servers;
    private static TestNode node;
    private static JsonObject settings;
    private static Connection database;

    @BeforeAll
    static void storeADay() throws Exception {
        servers = TestServers.start();
        settings = servers.settings(Ports.free(), Ports.free());
        node = TestNode.up(settings);
        database = DriverManager.getConnection(servers.jdbc("postgres"));
        String three = EVENT + "1}\n" + EVENT + "2.50,\"u\":\"ü\\u0041\"}\n" + EVENT + "3}";
        append("nginx", header("web", null, 3, three), three);
        append("nginx", header("web", "k", 1, EVENT + "4}"), EVENT + "4}");
        append("nginx", null, "what is this?");
        append("nginx", header("web", "k", 1, EVENT + "4}"), EVENT + "4}");
        awaitStored("nginx", 4);
        execute("CREATE TABLE rows_before AS SELECT * FROM logs.nginx");
        execute("CREATE TABLE entries_before AS SELECT * FROM sluice.trouble");
        execute("CREATE TABLE ids_before AS SELECT * FROM sluice.event_id");
        execute("CREATE TABLE counts_before AS SELECT * FROM sluice.event_count");
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        node.close();
        servers.close();
    }

    @AfterEach
    void undoTheHarm() throws Exception {
        execute("TRUNCATE logs.nginx, sluice.trouble CASCADE");
        execute("TRUNCATE sluice.event_id");
        execute("INSERT INTO logs.nginx SELECT * FROM rows_before");
        execute("INSERT INTO sluice.trouble OVERRIDING SYSTEM VALUE SELECT * FROM entries_before");
        execute("INSERT INTO sluice.event_id SELECT * FROM ids_before");
        execute("DELETE FROM sluice.event_count WHERE stream = 'nginx'");
        execute("INSERT INTO sluice.event_count SELECT * FROM counts_before");
    }

    private static String header(String client, String key, int events, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return "v=1;client=" + client + ";events=" + events + ";at=1;stream=test" + (key == null ? "" : ";key=" + key)
                + ";crc=" + "%08x".formatted(crc.getValue());
    }

    private static void append(String stream, String header, String value) throws Exception {
        Map<String, Object> producing = Map.of("bootstrap.servers", servers.kafka());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("logs." + stream, 0, null, value.getBytes(StandardCharsets.UTF_8));
            if (header != null) {
                record.headers().add("sluice", header.getBytes(StandardCharsets.US_ASCII));
            }
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private static void awaitStored(String stream, int next) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(PostgresFixture.query(
                                database,
                                "SELECT next_offset FROM sluice.consumer_offset WHERE partition = 0 AND stream = '"
                                        + stream + "'"))
                        .containsExactly(List.of(Integer.toString(next))));
    }

    private static void execute(String sql) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Ran audit(String stream) throws Exception {
        String day = PostgresFixture.query(
                        database, "SELECT (max(received_at) AT TIME ZONE 'UTC')::date FROM logs." + stream)
                .get(0)
                .get(0);
        return Ran.command(new AuditCommand(), "-conf", settings.encode(), stream, day);
    }

    @Test
    void aDayThatNobodyHarmedIsClean() throws Exception {
        Ran ran = audit("nginx");

        assertThat(ran.out())
                .contains("partition 0: 4 records up to offset 3; events: 4 stored, 1 duplicates, 1 in trouble,"
                        + " 0 discarded, 0 missing")
                .endsWith(": clean" + System.lineSeparator());
        assertThat(ran.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DELETE FROM logs.nginx WHERE kafka_offset = 0 AND event_index = 1 | missing  partition 0, offset 0, index 1: no row
            INSERT INTO logs.nginx SELECT * FROM logs.nginx WHERE event_index = 2 | doubled  partition 0, offset 0, index 2: 2 rows
            UPDATE logs.nginx SET payload = jsonb_set(payload, '{n}', '9') WHERE event_index = 2 | different  partition 0, offset 0, index 2: the row's payload
            UPDATE logs.nginx SET client = 'app' WHERE event_index = 2 | different  partition 0, offset 0, index 2: the row's client is app
            UPDATE logs.nginx SET received_at = received_at + interval '1 ms' WHERE event_index = 2 | different  partition 0, offset 0, index 2: the row's time
            UPDATE logs.nginx SET kafka_offset = 77 WHERE event_index = 2 | invented  partition 0, offset 77, index 2: a row of no such event
            UPDATE logs.nginx SET kafka_partition = 99 WHERE event_index = 2 | invented  partition 99, offset 0, index 2
            INSERT INTO logs.nginx SELECT (jsonb_populate_record(r, '{"kafka_offset":3}')).* FROM logs.nginx r WHERE kafka_offset = 1 | doubled  partition 0, offset 3, index 0: another event with its id
            DELETE FROM sluice.trouble | missing  partition 0, offset 2, index 0
            UPDATE sluice.trouble SET payload = 'x' | different  partition 0, offset 2, index 0: the bytes
            UPDATE sluice.trouble SET event_index = 5 | invented  partition 0, offset 2, index 5: an entry of trouble
            UPDATE sluice.event_count SET duplicates = 0 WHERE client = 'web' | miscounted  partition 0, client web
            """)
    void harmIsNamedByItsPlace(String harm, String told) throws Exception {
        execute(harm);

        Ran ran = audit("nginx");

        assertThat(ran.out()).contains(told).contains("NOT CLEAN: ");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void duplicatesWhoseIdsAreForgottenAreTakenFromTheCounts() throws Exception {
        execute("TRUNCATE sluice.event_id");

        Ran ran = audit("nginx");

        assertThat(ran.out()).contains("1 duplicates, whose ids are forgotten by now, are as many as were counted");
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void whatKafkaNoLongerHoldsIsSaidToBeUnchecked() throws Exception {
        String event = Event.json(1).encode();
        append("playback", header("web", null, 1, event), event);
        append("playback", header("web", null, 1, event), event);
        awaitStored("playback", 2);
        TopicPartition partition = new TopicPartition("logs.playback", 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }

        Ran ran = audit("playback");

        assertThat(ran.out())
                .contains("not checked  partition 0: Kafka holds it from offset 1 on; 1 rows and entries before")
                .contains("nothing wrong in what could be checked");
        assertThat(ran.exitCode()).isEqualTo(AuditCommand.INCOMPLETE);
    }

    private static Ran replay() {
        return Ran.command(
                new ReplayCommand(),
                "--conf",
                settings.encode(),
                "nginx",
                Instant.now().minus(Duration.ofHours(1)).toString(),
                Instant.now().plusSeconds(1).toString(),
                "--replace");
    }

    @Test
    void whatIsReplayedAndWasStoredIsTheSame() throws Exception {
        Ran ran = replay();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("restored.nginx_replay: 6 events of nginx received from ")
                .contains("1 have no row: they are in the trouble queue")
                .contains("1 have no row: they are duplicates of what was stored")
                .contains("logs.nginx has the same");
        assertThat(ran.exitCode()).isZero();
        assertThat(PostgresFixture.query(database, "SELECT payload FROM restored.nginx_replay ORDER BY 1"))
                .containsAll(PostgresFixture.query(database, "SELECT payload FROM logs.nginx"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DELETE FROM logs.nginx WHERE kafka_offset = 0 AND event_index = 1 | only in Kafka  partition 0, offset 0, index 1
            INSERT INTO logs.nginx SELECT * FROM logs.nginx WHERE event_index = 2 | only in logs.nginx  partition 0, offset 0, index 2
            UPDATE logs.nginx SET payload = jsonb_set(payload, '{n}', '9') WHERE event_index = 2 | different  partition 0, offset 0, index 2
            UPDATE logs.nginx SET event_index = 77 WHERE event_index = 2 | 1 only in Kafka, 1 only in logs.nginx, 0 different
            DELETE FROM sluice.trouble | only in Kafka  partition 0, offset 2, index 0
            """)
    void aPlantedDifferenceToWhatIsReplayedIsNamed(String harm, String told) throws Exception {
        execute(harm);

        Ran ran = replay();

        assertThat(ran.out()).contains(told).doesNotContain("has the same");
        assertThat(ran.exitCode()).isEqualTo(1);
    }

    @Test
    void replayedDuplicatesWhoseIdsAreForgottenAreSaidToBeUnchecked() throws Exception {
        execute("TRUNCATE sluice.event_id");

        Ran ran = replay();

        assertThat(ran.out()).contains("1 have no row and an id that is forgotten by now");
        assertThat(ran.exitCode()).isEqualTo(AuditCommand.INCOMPLETE);
    }

    @Test
    void theBalanceSheetOfTheSameNodeIsEven() throws Exception {
        Gateway.Answer sheet = node.gateway().manage("/admin/balance?stream=nginx");

        assertThat(sheet.status()).isEqualTo(200);
        assertThat(sheet.body().getBoolean("even")).as(sheet.body().encode()).isTrue();
        assertThat(sheet.body().getJsonArray("partitions").getJsonObject(0).getLong("stored"))
                .isEqualTo(4);
    }
}
