package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.message.AppendBatch;
import io.sluice.message.AppendRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.sluice.message.TraceParent;
import io.sluice.message.WireVersion;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Tap;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to the producer, within a budget of bytes, and settles them when Kafka has them. Only for the
 * bridge's context; the producer's callbacks come over to it.
 *
 * <pre>
 *   context:   append ─ send, send, send …                     drain ─ outcomes ─ reply
 *                          │                                     ▲ one runOnContext for all that wait
 *   producer:              └─ batch ─ broker ─ callback ─ queue ─┘
 * </pre>
 */
final class Appender {
    /** A record that the producer has. */
    private record Sent(
            PendingBatch batch,
            int index,
            AppendRequest request,
            List<Header> bad,
            UUID topicId,
            long begun,
            double retries,
            int bytes) {}

    /** How that ended: with metadata or a failure; early when the producer refused it before anything was sent. */
    private record Settled(
            Sent sent,
            @Nullable RecordMetadata metadata,
            @Nullable Exception failure,
            boolean early) {}

    private final KafkaConfig config;
    private final Context context;
    private final Producer<byte[], byte[]> producer;
    private final TopicKeeper topics;
    private final DiskBudget budget;
    private final Availability availability;
    private final AppendMeters meters;
    private final WireVersion wire;
    private final Tap tap;
    private final ProducerRetryCount retries;
    private final Queue<Settled> settled = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    /** Written on the context; read by the gauge from any thread. */
    private final AtomicLong inFlight = new AtomicLong();

    private boolean stopping;

    Appender(
            KafkaConfig config,
            Context context,
            Producer<byte[], byte[]> producer,
            TopicKeeper topics,
            DiskBudget budget,
            Availability availability,
            Telemetry telemetry) {
        this.config = config;
        this.context = context;
        this.producer = producer;
        this.topics = topics;
        this.budget = budget;
        this.availability = availability;
        this.meters = new AppendMeters(telemetry);
        this.wire = WireVersion.of(context.owner());
        this.tap = telemetry.tap();
        this.retries = new ProducerRetryCount(producer);
        telemetry.gauge(Metric.PRODUCER_BYTES, inFlight::get);
    }

    /** The reply comes when every record is settled: at the latest after the delivery timeout. */
    Future<Outcomes> append(AppendBatch asked) {
        List<AppendRequest> requests = asked.requests();
        PendingBatch batch = new PendingBatch(requests.size());
        long begun = availability.now();
        double retriesSoFar = retries.total();
        for (int i = 0; i < requests.size(); i++) {
            append(batch, i, requests.get(i), begun, retriesSoFar);
        }
        return batch.reply();
    }

    /** From here on every append is refused; what is under way is settled by the producer's close. */
    void stop() {
        stopping = true;
    }

    private void append(PendingBatch batch, int index, AppendRequest request, long begun, double retriesSoFar) {
        TopicState topic = topics.find(request.stream());
        UUID topicId = topic == null ? null : topic.topicId();
        List<Header> bad = TroubleHeader.of(request.bad());
        int length = request.value().length()
                + bad.stream().mapToInt(header -> header.value().length).sum();
        Problem refusal = refusal(topic, request, length);
        if (refusal != null || topic == null || topicId == null) {
            refuse(batch, index, request, refusal == null ? notWritten("the topic isn't there") : refusal);
            return;
        }
        int bytes = length + KafkaConfig.RECORD_OVERHEAD_BYTES;
        inFlight.addAndGet(bytes);
        send(topic.topic(), new Sent(batch, index, request, bad, topicId, begun, retriesSoFar, bytes));
    }

    private @Nullable Problem refusal(@Nullable TopicState topic, AppendRequest request, int length) {
        if (topic == null) {
            return new Problem(Failure.UNKNOWN_STREAM, "this bridge has no stream " + request.stream());
        } else if (stopping) {
            return new Problem(Failure.SHUTTING_DOWN, "the bridge to Kafka is stopping");
        } else if (length > config.maxRecord().bytes() - KafkaConfig.RECORD_OVERHEAD_BYTES) {
            return new Problem(
                    Failure.TOO_LARGE,
                    "the request doesn't fit into one record; send the events in smaller requests",
                    new Exceeded(Limit.RECORD, config.maxRecord().bytes()));
        } else if (availability.isAway()) {
            return notWritten("Kafka doesn't answer");
        } else if (topic.refusal() != null) {
            return notWritten(topic.refusal());
        } else if (inFlight.get() + length > config.maxInFlight().bytes()) {
            return new Problem(
                    Failure.NOT_WRITTEN,
                    "the bridge holds as many bytes that Kafka hasn't confirmed as it may",
                    new Exceeded(Limit.UNCONFIRMED, config.maxInFlight().bytes()));
        }
        return budget.refusal(topic.topic());
    }

    private static Problem notWritten(String detail) {
        return new Problem(Failure.NOT_WRITTEN, detail);
    }

    /** The producer calls back within its own send, on this thread, where it refuses; else later, on its thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells the same.
    private void send(String topic, Sent sent) {
        Thread here = Thread.currentThread();
        try {
            producer.send(
                    record(topic, sent.request(), sent.bad(), wire.written()),
                    (metadata, failure) ->
                            settle(new Settled(sent, metadata, failure, Thread.currentThread() == here)));
        } catch (KafkaException | IllegalStateException e) {
            settle(new Settled(sent, null, e, true));
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, AppendRequest request, List<Header> bad, int version) {
        byte[] value = request.value().getBytes();
        SluiceHeader header = new SluiceHeader(
                request.client(),
                request.events(),
                request.receivedAt(),
                request.streamVersion(),
                request.idempotencyKey(),
                request.bad().size(),
                SluiceHeader.crcOf(value));
        List<Header> headers = new ArrayList<>(bad);
        headers.add(new RecordHeader(SluiceHeader.NAME, header.format(version)));
        if (request.traceParent() != null && WireVersion.hasTrace(version)) {
            headers.add(new RecordHeader(TraceParent.NAME, request.traceParent().getBytes(StandardCharsets.US_ASCII)));
        }
        return new ProducerRecord<>(topic, null, null, null, value, headers);
    }

    private void settle(Settled end) {
        settled.add(end);
        if (draining.compareAndSet(false, true)) {
            context.runOnContext(now -> drain());
        }
    }

    private void drain() {
        draining.set(false);
        for (Settled end = settled.poll(); end != null; end = settled.poll()) {
            Sent sent = end.sent();
            inFlight.addAndGet(-sent.bytes());
            RecordMetadata metadata = end.metadata();
            Exception failure = end.failure();
            if (failure != null) {
                refuse(sent, end.early(), failure);
            } else if (metadata == null || !metadata.hasOffset() || !metadata.hasTimestamp()) {
                refuse(sent.batch(), sent.index(), sent.request(), AppendFailure.withoutPosition());
            } else {
                accept(sent, metadata);
            }
        }
    }

    private void accept(Sent sent, RecordMetadata metadata) {
        availability.heard();
        AppendRequest request = sent.request();
        meters.produced(request, availability.now() - sent.begun());
        Position position = new Position(
                request.stream(),
                sent.topicId(),
                metadata.partition(),
                metadata.offset(),
                metadata.timestamp(),
                request.events());
        tap.pass(position, request.client(), request.value());
        sent.batch().settle(sent.index(), new Outcome.Accepted(position));
    }

    private void refuse(Sent sent, boolean early, Exception failure) {
        boolean retried = sent.retries() != retries.total();
        Problem problem = early ? AppendFailure.beforeSending(failure) : AppendFailure.afterSending(failure, retried);
        refuse(sent.batch(), sent.index(), sent.request(), problem);
    }

    private void refuse(PendingBatch batch, int index, AppendRequest request, Problem problem) {
        meters.failed(request.stream(), problem.failure());
        batch.settle(index, new Outcome.Refused(problem));
    }
}
