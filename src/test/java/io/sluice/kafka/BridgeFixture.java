package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.ByteSize;
import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.AppendRequest;
import io.sluice.message.Bus;
import io.sluice.message.DescribeRequest;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.Message;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A bridge of one stream with one partition, on a Vert.x of its own, and what a test asks it. */
final class BridgeFixture implements AutoCloseable {
    static final Duration DELIVERY = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    final String stream;
    final String topic;
    final String servers;
    final Health health = new Health();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final String node = "bridge-" + UUID.randomUUID();
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    BridgeFixture(String servers, String stream, Duration replay, Duration retentionCheck) throws Exception {
        this(servers, stream, replay, config(servers, retentionCheck));
    }

    BridgeFixture(String servers, String stream, Duration retentionCheck, ByteSize budget) throws Exception {
        this(servers, stream, Duration.ofDays(7), config(servers, retentionCheck, budget));
    }

    private BridgeFixture(String servers, String stream, Duration replay, KafkaConfig config) throws Exception {
        this.servers = servers;
        this.stream = stream;
        this.topic = "logs." + stream;
        Streams streams = new Streams(List.of(new Stream(
                stream,
                "v1",
                new Stream.StreamFile(null, null, 1, new JsonObject(), null, null, List.of(), null, replay, null))));
        KafkaVerticle verticle = new KafkaVerticle(config, streams, node, new Telemetry(registry), health);
        await(vertx.deployVerticle(verticle));
    }

    BridgeFixture(String servers, String stream) throws Exception {
        this(servers, stream, Duration.ofDays(7), Duration.ofMinutes(1));
    }

    static KafkaConfig config(String servers, Duration retentionCheck) {
        return config(servers, retentionCheck, new ByteSize(1L << 30));
    }

    private static KafkaConfig config(String servers, Duration retentionCheck, ByteSize budget) {
        return new KafkaConfig(
                servers,
                "logs.",
                "sluice",
                DELIVERY,
                ByteSize.parse("64KiB"),
                ByteSize.parse("1MiB"),
                ByteSize.parse("1MiB"),
                Duration.ofSeconds(30),
                1,
                1,
                true,
                retentionCheck,
                budget);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    BridgeFixture awaitReady() throws Exception {
        Awaitility.await().atMost(PATIENCE).until(health::isReady);
        assertThat(append("{\"warm\":true}")).as("the first append after ready").isInstanceOf(Outcome.Accepted.class);
        return this;
    }

    <A extends Message> Future<A> ask(String address, Message question, Class<A> answer) {
        return bus.ask(address, question, PATIENCE, answer);
    }

    /** Appends one record of these events. */
    Outcome append(String... events) throws Exception {
        return append(List.of(request(events))).get(0);
    }

    List<Outcome> append(List<AppendRequest> requests) throws Exception {
        return await(ask(Address.APPEND.text(), new AppendBatch(requests), Outcomes.class))
                .outcomes();
    }

    AppendRequest request(String... events) {
        return new AppendRequest(
                stream, "tester", events.length, 1, "v1", null, Buffer.buffer(String.join("\n", events)));
    }

    Described describe() throws Exception {
        return await(ask(Address.DESCRIBE.text(), new DescribeRequest(), Described.class));
    }

    UUID topicId() throws Exception {
        return describe().topics().get(0).topicId();
    }

    Future<Fetched> fetch(FetchRequest request) {
        return ask(Address.FETCH.at(node), request, Fetched.class);
    }

    Future<Fetched> fetch(UUID topicId, long offset, long stored, int waitMillis) {
        return fetch(new FetchRequest(stream, topicId, 0, offset, -1, stored, 1 << 20, waitMillis));
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    /** What the stream's counter says. */
    double counted(Metric metric) {
        return new Telemetry(registry).counter(metric, stream).count();
    }

    /** Writes as somebody else would. */
    void produce(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get(10, TimeUnit.SECONDS);
        }
    }

    static List<String> lines(Fetched fetched) {
        return fetched.records().stream()
                .flatMap(record -> Arrays.stream(record.value().toString().split("\n", -1)))
                .toList();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
