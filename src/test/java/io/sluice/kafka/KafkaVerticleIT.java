package io.sluice.kafka;

import static io.sluice.kafka.BridgeFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.embedded.EmbeddedKafka;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AppendRequest;
import io.sluice.message.Defect;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import io.sluice.message.Outcome;
import io.sluice.message.Position;
import io.sluice.support.KafkaFixture;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaFixture.class)
class KafkaVerticleIT {
    private final String stream = KafkaFixture.uniqueStream();

    @Test
    void whatWasAppendedIsFetchedWithThePositionAndTimeOfItsReceipt(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            UUID topicId = bridge.topicId();
            AppendRequest first = new AppendRequest(
                    stream, "söme client", 2, 42, "abc", "key;1", Buffer.buffer("{\"a\":1}\n{\"a\":2}"));

            List<Outcome> outcomes = bridge.append(List.of(first, bridge.request("{\"b\":1}")));

            Position position = ((Outcome.Accepted) outcomes.get(0)).position();
            assertThat(position.topicId()).isEqualTo(topicId);
            assertThat(position.events()).isEqualTo(2);
            assertThat(outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
            Fetched fetched = await(bridge.fetch(topicId, position.offset(), 0, 5_000));
            FetchedRecord record = fetched.records().get(0);
            assertThat(record.offset()).isEqualTo(position.offset());
            assertThat(record.appendTime()).isEqualTo(position.appendTime());
            assertThat(record.client()).isEqualTo("söme client");
            assertThat(record.streamVersion()).isEqualTo("abc");
            assertThat(record.idempotencyKey()).isEqualTo("key;1");
            assertThat(record.events()).isEqualTo(2);
            assertThat(record.defect()).isNull();
            assertThat(BridgeFixture.lines(fetched)).startsWith("{\"a\":1}", "{\"a\":2}");
            assertThat(fetched.logEnd()).isEqualTo(position.offset() + 2);
            assertThat(record.leaderEpoch()).isNotNegative();
            assertThat(bridge.counted(Metric.PRODUCED_RECORDS)).isEqualTo(3);
            assertThat(bridge.counted(Metric.PRODUCED_EVENTS)).isEqualTo(4);
            assertThat(bridge.counted(Metric.FETCHED_RECORDS)).isEqualTo(2);
        }
    }

    @Test
    void readingBeginsAgainAtAnyOffsetWithTheEpochOfTheRecordBefore(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            UUID topicId = bridge.topicId();
            fill(bridge, 5);
            Fetched all = await(bridge.fetch(topicId, 0, 0, 5_000));
            int epoch = all.records().get(1).leaderEpoch();

            Fetched again = await(bridge.fetch(new FetchRequest(stream, topicId, 0, 2, epoch, 2, 1 << 20, 5_000)));

            assertThat(again.records().get(0).offset()).isEqualTo(2);
        }
    }

    @Test
    void describeTellsTopicsAndWhereTheirLogsBeginAndEnd(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            Position last = ((Outcome.Accepted) bridge.append("{}")).position();

            Described described = bridge.describe();

            assertThat(described.topics()).hasSize(1);
            Described.Topic topic = described.topics().get(0);
            assertThat(topic.stream()).isEqualTo(stream);
            assertThat(topic.topic()).isEqualTo(bridge.topic);
            assertThat(topic.partitions()).containsExactly(new Described.Partition(0, 0, last.offset() + 1));
        }
    }

    @Test
    void recordsOfOthersAndBrokenOnesComeWithTheirDefect(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            long end = bridge.describe().topics().get(0).partitions().get(0).logEnd();
            bridge.produce(new ProducerRecord<>(bridge.topic, bytes("foreign")));
            bridge.produce(ours(bridge.topic, "v=1;client=c;events=1;at=1;stream=v1;crc=00000000", "{}"));
            String crc = "%08x".formatted(SluiceHeader.crcOf(bytes("{}")));
            bridge.produce(ours(bridge.topic, "v=1;client=c;events=2;at=1;stream=v1;crc=" + crc, "{}"));
            bridge.produce(ours(bridge.topic, "v=9;whatever=1", "{}"));

            Fetched fetched = await(bridge.fetch(bridge.topicId(), end, 0, 5_000));

            assertThat(fetched.records())
                    .extracting(FetchedRecord::defect)
                    .containsExactly(Defect.NO_HEADER, Defect.CRC, Defect.COUNT);
            assertThat(fetched.records()).extracting(FetchedRecord::events).containsOnly(1);
            assertFails(bridge.fetch(bridge.topicId(), end + 3, 0, 5_000), Failure.LOG_GAP, "version 9");
        }
    }

    @Test
    void aNewerQuestionEndsTheOlderAndAnEmptyLogIsWaitedFor(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            UUID topicId = bridge.topicId();
            long end = bridge.describe().topics().get(0).partitions().get(0).logEnd();
            Future<Fetched> older = bridge.fetch(topicId, end, 0, 10_000);

            Future<Fetched> newer = bridge.fetch(topicId, end, 0, 300);

            assertFails(older, Failure.SUPERSEDED, "newer");
            assertThat(await(newer).records()).isEmpty();
            Future<Fetched> third = bridge.fetch(topicId, end, 0, 10_000);
            bridge.append("{\"late\":1}");
            assertThat(BridgeFixture.lines(await(third))).containsExactly("{\"late\":1}");
        }
    }

    @Test
    void theBytesThatWereAskedForAreKeptToAndOneRecordComesAtLeast(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            UUID topicId = bridge.topicId();
            String event = "\"" + "x".repeat(1_000) + "\"";
            Position first = ((Outcome.Accepted) bridge.append(event)).position();
            bridge.append(List.of(bridge.request(event), bridge.request(event), bridge.request(event)));

            Fetched one = await(bridge.fetch(new FetchRequest(stream, topicId, 0, first.offset(), -1, 0, 10, 5_000)));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(await(bridge.fetch(new FetchRequest(
                                            stream, topicId, 0, first.offset() + 1, -1, 0, 2_500, 5_000)))
                                    .records())
                            .hasSize(2));

            assertThat(one.records()).hasSize(1);
        }
    }

    @Test
    void aTopicThatIsMadeAgainWhileItIsReadIsAnIncidentAndNothingOfItComes(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady();
                Admin admin = bridge.admin()) {
            UUID old = bridge.topicId();
            Fetched before = await(bridge.fetch(old, 0, 0, 5_000));
            long next = before.logEnd();

            admin.deleteTopics(List.of(bridge.topic)).all().get(10, TimeUnit.SECONDS);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> isMadeAgain(bridge, old));
            fill(bridge, next + 5);

            assertFails(bridge.fetch(old, next, next, 3_000), Failure.TOPIC_RECREATED, old.toString());
            assertFails(bridge.fetch(old, next, next, 3_000), Failure.TOPIC_RECREATED, old.toString());
            assertThat(await(bridge.fetch(bridge.topicId(), 0, 0, 5_000)).records())
                    .isNotEmpty();
        }
    }

    @Test
    void recordsThatWereDeletedBeforeTheyWereStoredAreAGap(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge =
                new BridgeFixture(kafka.servers(), stream, Duration.ofMillis(1), Duration.ofMillis(200)).awaitReady()) {
            UUID topicId = bridge.topicId();
            fill(bridge, 6);
            await(bridge.fetch(topicId, 0, 4, 5_000));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> bridge.describe()
                                    .topics()
                                    .get(0)
                                    .partitions()
                                    .get(0)
                                    .logStart()
                            == 4);

            Future<Fetched> again = bridge.fetch(topicId, 2, 2, 3_000);

            assertFails(again, Failure.LOG_GAP, "the offsets 2 to 3");
            assertThat(await(bridge.fetch(topicId, 4, 4, 3_000))
                            .records()
                            .get(0)
                            .offset())
                    .isEqualTo(4);
        }
    }

    @Test
    void aLogThatEndsBeforeTheStoredOffsetWasTruncated(EmbeddedKafka kafka) throws Exception {
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream).awaitReady()) {
            Future<Fetched> fetched = bridge.fetch(bridge.topicId(), 1_000, 1_000, 3_000);

            assertFails(fetched, Failure.LOG_TRUNCATED, "stored offset 1000");
        }
    }

    @Test
    void aTopicWithTheWrongTimeIsRefusedWithTheReason(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.servers()))) {
            admin.createTopics(List.of(new NewTopic("logs." + stream, Optional.of(1), Optional.empty())))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
        try (BridgeFixture bridge = new BridgeFixture(kafka.servers(), stream)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> part(bridge).detail().contains("message.timestamp.type"));

            Outcome outcome = bridge.append("{}");

            assertThat(part(bridge).status()).isEqualTo(Health.Status.DOWN);
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.problem().failure()).isEqualTo(Failure.NOT_WRITTEN);
                assertThat(refused.problem().detail()).contains("LogAppendTime");
            });
        }
    }

    private static Health.Part part(BridgeFixture bridge) {
        return Objects.requireNonNull(bridge.health.parts().get(KafkaVerticle.PART));
    }

    private static boolean isMadeAgain(BridgeFixture bridge, UUID old) throws Exception {
        List<Described.Topic> topics;
        try {
            topics = bridge.describe().topics();
        } catch (ExecutionException notThereYet) {
            return false;
        }
        return !topics.isEmpty() && !topics.get(0).topicId().equals(old);
    }

    /** Appends until the log ends at this offset at least. */
    private static void fill(BridgeFixture bridge, long end) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> bridge.append("{\"n\":1}") instanceof Outcome.Accepted accepted
                        && accepted.position().offset() >= end - 1);
    }

    private static void assertFails(Future<Fetched> fetched, Failure failure, String detail) {
        assertThatThrownBy(() -> await(fetched)).cause().isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.failure()).isEqualTo(failure);
            assertThat(e.detail()).contains(detail);
        });
    }

    private static ProducerRecord<byte[], byte[]> ours(String topic, String header, String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes(value));
        record.headers().add(SluiceHeader.NAME, bytes(header));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
