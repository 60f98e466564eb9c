package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.support.NodeParts;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Bridges that Kafka treats badly, and such as have a bug besides: the real one, with other clients. */
public final class PlantedBridge {
    /** What happens to some records. */
    public enum Harm {
        NONE,
        /** It never gets to Kafka. */
        LOST,
        /** It gets there, and the answer doesn't get back. */
        ANSWER_LOST,
        /** It lies in Kafka with a checksum that isn't its value's. Only those of one event. */
        DAMAGED
    }

    /** What the bridge does wrong. */
    public enum Bug {
        NONE,
        ANSWERS_BEFORE_THE_ACK,
        SWALLOWS_ERRORS,
        SENDS_AGAIN,
        SKIPS_WHAT_IT_CANNOT_READ
    }

    private static final int EVERY = 5;

    private PlantedBridge() {}

    public static Deployable verticle(NodeParts parts, Harm harm, Bug bug) {
        return new KafkaVerticle(
                parts.config().kafka(),
                parts.streams(),
                parts.node(),
                parts.telemetry(),
                parts.health(),
                (vertx, config, node) -> clients(vertx, config, node, harm, bug));
    }

    private static Clients clients(Vertx vertx, KafkaConfig config, String node, Harm harm, Bug bug) {
        Map<String, Object> producer = new HashMap<>(ClientSettings.producer(config, node));
        Map<String, Object> consumer = ClientSettings.consumer(config, node);
        return new Clients(
                io.vertx.kafka.client.producer.KafkaProducer.create(vertx, new PlantedProducer(producer, harm, bug)),
                bug == Bug.SKIPS_WHAT_IT_CANNOT_READ ? new SkippingConsumer(consumer) : new KafkaConsumer<>(consumer),
                Admin.create(ClientSettings.admin(config, node)),
                () -> Admin.create(ClientSettings.admin(config, node)));
    }

    private static final class PlantedProducer extends KafkaProducer<byte[], byte[]> {
        private final Harm harm;
        private final Bug bug;
        private final AtomicInteger sent = new AtomicInteger();

        PlantedProducer(Map<String, Object> settings, Harm harm, Bug bug) {
            super(settings);
            this.harm = harm;
            this.bug = bug;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // The callback tells the same.
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            return switch (bug) {
                case NONE, SKIPS_WHAT_IT_CANNOT_READ -> harmed(record, callback);
                case ANSWERS_BEFORE_THE_ACK -> {
                    CompletableFuture.runAsync(() -> callback.onCompletion(invented(record), null));
                    yield harmed(record, (metadata, failure) -> {});
                }
                case SWALLOWS_ERRORS ->
                    harmed(
                            record,
                            (metadata, failure) ->
                                    callback.onCompletion(failure == null ? metadata : invented(record), null));
                case SENDS_AGAIN ->
                    harmed(record, (metadata, failure) -> {
                        if (failure == null) {
                            callback.onCompletion(metadata, null);
                        } else {
                            super.send(record, callback);
                        }
                    });
            };
        }

        private Future<RecordMetadata> harmed(ProducerRecord<byte[], byte[]> record, Callback callback) {
            boolean hit = sent.incrementAndGet() % EVERY == 0;
            return switch (hit ? harm : Harm.NONE) {
                case NONE -> super.send(record, callback);
                case LOST ->
                    CompletableFuture.supplyAsync(() -> {
                        callback.onCompletion(null, new TimeoutException("the record is lost"));
                        return null;
                    });
                case ANSWER_LOST ->
                    super.send(
                            record,
                            (metadata, failure) ->
                                    callback.onCompletion(null, new TimeoutException("the answer is lost")));
                case DAMAGED -> super.send(isSingle(record) ? damaged(record) : record, callback);
            };
        }

        private static RecordMetadata invented(ProducerRecord<byte[], byte[]> record) {
            return new RecordMetadata(
                    new TopicPartition(record.topic(), 0), 0, 0, System.currentTimeMillis(), 0, record.value().length);
        }

        private static boolean isSingle(ProducerRecord<byte[], byte[]> record) {
            return !new String(record.value(), StandardCharsets.UTF_8).contains("\n");
        }

        private static ProducerRecord<byte[], byte[]> damaged(ProducerRecord<byte[], byte[]> record) {
            SluiceHeader.Good header = (SluiceHeader.Good) SluiceHeader.parse(
                    record.headers().lastHeader(SluiceHeader.NAME).value());
            SluiceHeader right = header.header();
            SluiceHeader wrong = new SluiceHeader(
                    right.client(),
                    right.events(),
                    right.at(),
                    right.streamVersion(),
                    right.idempotencyKey(),
                    right.bad(),
                    right.crc() + 1);
            return new ProducerRecord<>(
                    record.topic(),
                    null,
                    null,
                    null,
                    record.value(),
                    List.of(new RecordHeader(SluiceHeader.NAME, wrong.format(1))));
        }
    }

    /** Leaves out what has a defect. */
    private static final class SkippingConsumer extends KafkaConsumer<byte[], byte[]> {
        SkippingConsumer(Map<String, Object> settings) {
            super(settings);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> all = super.poll(timeout);
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> readable = new HashMap<>();
            for (TopicPartition partition : all.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> good = new ArrayList<>(all.records(partition));
                good.removeIf(record -> RecordDecoder.decode(record).defect() != null);
                if (!good.isEmpty()) {
                    readable.put(partition, good);
                }
            }
            return new ConsumerRecords<>(readable, all.nextOffsets());
        }
    }
}
