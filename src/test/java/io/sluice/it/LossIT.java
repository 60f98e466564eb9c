package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway.Answer;
import io.sluice.support.PostgresFixture;
import io.sluice.support.TestNode;
import io.sluice.support.TestServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Kafka loses what it had confirmed: the operator's way from the incident on. */
class LossIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "logs.playback";

    private TestServers servers;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        servers = TestServers.start();
        node = TestNode.up(servers);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        servers.close();
    }

    private String post(long number) throws Exception {
        Answer answer = node.gateway()
                .post("playback", "application/json", Event.json(number).encode());
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(202);
        return answer.receipt();
    }

    private String state(String receipt) throws Exception {
        return node.gateway().receipt(receipt + "?wait=20s").body().getString("state");
    }

    private JsonObject administer(String path, JsonObject arguments) throws Exception {
        Answer answer = node.gateway().administer(path, arguments.put("stream", "playback"));
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        return answer.body();
    }

    /** Acknowledges whatever is missing, once something is. */
    private int acceptAll(String kind) throws Exception {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !administer("gap/list", new JsonObject())
                        .getJsonArray("gaps")
                        .isEmpty());
        JsonArray gaps = administer("gap/list", new JsonObject()).getJsonArray("gaps");
        for (int i = 0; i < gaps.size(); i++) {
            JsonObject gap = gaps.getJsonObject(i);
            assertThat(gap.getString("kind")).isEqualTo(kind);
            administer(
                    "gap/accept",
                    new JsonObject()
                            .put("partition", gap.getInteger("partition"))
                            .put("from", gap.getLong("from"))
                            .put("to", gap.getLong("to")));
        }
        return gaps.size();
    }

    @Test
    void whatKafkaDeletedIsAcknowledgedAndTheNextEventIsStored() throws Exception {
        String stored = post(1);
        assertThat(state(stored)).isEqualTo("stored");
        administer("pause", new JsonObject());
        await().atMost(PATIENCE)
                .until(() -> node.gateway().manage("/health").body().encode().contains("paused by"));
        String lost = post(2);
        assertThat(node.gateway().receipt(lost).body().getString("state")).isEqualTo("accepted");
        node.close();
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
            kafka
                    .describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get(20, TimeUnit.SECONDS)
                    .get(TOPIC)
                    .partitions()
                    .stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .forEach(partition -> everything.put(partition, RecordsToDelete.beforeOffset(-1)));
            kafka.deleteRecords(everything).all().get(20, TimeUnit.SECONDS);
        }
        node = TestNode.start(servers);

        assertThat(acceptAll("vanished")).isEqualTo(1);
        administer("resume", new JsonObject());

        assertThat(state(lost)).isEqualTo("lost");
        assertThat(state(stored)).isEqualTo("stored");
        assertThat(state(post(3))).isEqualTo("stored");
    }

    /** Another program's transaction: its records are read like others, the mark of its end takes an offset and is none. */
    private void writeInATransaction(boolean commit) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers.kafka(), "transactional.id", "another-program", "max.block.ms", "60000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, 0, null, "strange".getBytes(StandardCharsets.UTF_8)))
                    .get(60, TimeUnit.SECONDS);
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private JsonObject firstPartition() throws Exception {
        return node.gateway()
                .manage("/admin/balance?stream=playback")
                .body()
                .getJsonArray("partitions")
                .getJsonObject(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMarkOfATransactionIsAHoleWhichIsAcknowledgedByItsOffset(boolean commit) throws Exception {
        writeInATransaction(commit);

        await().atMost(PATIENCE)
                .until(() -> node.gateway()
                        .manage("/health")
                        .body()
                        .encode()
                        .contains("the log has a hole: nothing is at the offsets 1 to 1 (1 records)"));
        assertThat(firstPartition().getLong("inKafka")).isEqualTo(1);
        assertThat(acceptAll("hole")).isEqualTo(1);

        writeInATransaction(commit);
        await().atMost(PATIENCE).until(() -> firstPartition().getLong("next") == 3);
        assertThat(acceptAll("hole")).isEqualTo(1);
        JsonObject partition = firstPartition();
        assertThat(partition.getLong("stored")).isEqualTo(2);
        assertThat(partition.getLong("gap")).isEqualTo(2);
        assertThat(partition.getLong("inKafka")).isZero();
        assertThat(partition.getBoolean("even")).isTrue();
        // In this partition or another.
        assertThat(state(post(1))).isEqualTo("stored");
    }

    /** Everything of the stream in one partition, so that it is known which one was cut. */
    private void writeAsAnEdge(long number) throws Exception {
        byte[] value = Event.json(number).encode().getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(value);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TOPIC, 0, null, value);
        record.headers()
                .add(
                        "sluice",
                        ("v=1;client=web;events=1;at=1;stream=test;crc=" + "%08x".formatted(crc.getValue()))
                                .getBytes(StandardCharsets.US_ASCII));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get(60, TimeUnit.SECONDS);
        }
    }

    private void awaitNext(long next) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> firstPartition().getLong("next") == next);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aBrokerWithAnOlderCopyOfItsLogIsGoneOnWithOnceTheLossIsAcknowledged(@TempDir Path folder) throws Exception {
        writeAsAnEdge(1);
        awaitNext(1);
        servers.stopKafka();
        copy(servers.kafkaFolder(), folder.resolve("older"));
        servers.startKafka();
        writeAsAnEdge(2);
        writeAsAnEdge(3);
        awaitNext(3);
        servers.stopKafka();
        delete(servers.kafkaFolder());
        copy(folder.resolve("older"), servers.kafkaFolder());
        servers.startKafka();
        writeAsAnEdge(4);

        await().atMost(PATIENCE)
                .until(() -> node.gateway()
                        .manage("/health")
                        .body()
                        .encode()
                        .contains("the log was truncated below offset 3, up to which it was stored"));
        assertThat(acceptAll("truncated")).isEqualTo(1);

        awaitNext(2);
        writeAsAnEdge(5);
        awaitNext(3);
        try (Connection database = DriverManager.getConnection(servers.jdbc("postgres"))) {
            assertThat(
                            PostgresFixture.query(
                                    database,
                                    "SELECT kafka_offset, count(*), count(DISTINCT payload) FROM logs.playback GROUP BY 1 ORDER BY 1"))
                    .containsExactly(List.of("0", "1", "1"), List.of("1", "2", "2"), List.of("2", "2", "2"));
        }
    }

    @Test
    void aTopicThatWasMadeAgainIsStoredFromOnceThatIsAcknowledged() throws Exception {
        String old = post(1);
        assertThat(state(old)).isEqualTo("stored");
        try (Admin kafka = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            kafka.deleteTopics(List.of(TOPIC)).all().get(20, TimeUnit.SECONDS);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        node.gateway().manage("/health").body().encode().contains("was deleted and made again (now"));
        String fresh = post(2);

        assertThat(acceptAll("recreated")).isPositive();

        assertThat(state(fresh)).isEqualTo("stored");
        assertThat(state(old)).isEqualTo("stored");
    }
}
