package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.Bus;
import io.sluice.message.DescribeRequest;
import io.sluice.message.FetchRequest;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 3, the bridge between the bus and Kafka; one a node. It answers from its start on; while Kafka is away it says
 * so, keeps trying, and recovers by itself.
 */
public final class KafkaVerticle extends VerticleBase {
    /** The part's name in {@link Health}. */
    public static final String PART = "kafka";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaVerticle.class);
    private static final long RETRY_MILLIS = 1_000;

    private final KafkaConfig config;
    private final Streams streams;
    private final String node;
    private final Telemetry telemetry;
    private final Health health;
    private final Clients.Maker maker;
    private final Promise<Void> ready = Promise.promise();
    private @Nullable Bridge bridge;
    private boolean stopping;

    /** @param node this node's name, by which its FETCH address is known; no other node may have it */
    public KafkaVerticle(KafkaConfig config, Streams streams, String node, Telemetry telemetry, Health health) {
        this(config, streams, node, telemetry, health, Clients::make);
    }

    /** The same with clients that {@code maker} makes. */
    KafkaVerticle(
            KafkaConfig config, Streams streams, String node, Telemetry telemetry, Health health, Clients.Maker maker) {
        this.config = config;
        this.streams = streams;
        this.node = node;
        this.telemetry = telemetry;
        this.health = health;
        this.maker = maker;
    }

    /**
     * Has started when events can be appended, so that the stages before it, which start after it, open no door behind which
     * nothing is; or after as long as a delivery may take, so that senders are told that Kafka is away.
     */
    @Override
    public Future<?> start() {
        health.set(PART, Health.Status.DOWN, "not connected to Kafka yet");
        Bus bus = new Bus(vertx);
        var append = bus.answer(Address.APPEND.text(), AppendBatch.class, this::append);
        var describe = bus.answer(Address.DESCRIBE.text(), DescribeRequest.class, any -> withBridge(Bridge::describe));
        var fetch = bus.answer(
                Address.FETCH.at(node), FetchRequest.class, asked -> withBridge(bridge -> bridge.fetch(asked)));
        var door = bus.open(Address.FETCH.at(node));
        connect();
        return Future.all(append.completion(), describe.completion(), fetch.completion(), door.completion())
                .compose(open -> ready.future()
                        .timeout(config.deliveryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty());
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return bridge == null ? Future.succeededFuture() : bridge.stop();
    }

    /** Making the clients looks names up: a server that has none yet is tried again. */
    private void connect() {
        vertx.executeBlocking(() -> maker.make(vertx, config, node))
                .onSuccess(this::connected)
                .onFailure(this::notConnected);
    }

    private void connected(Clients clients) {
        Bridge made = new Bridge(vertx, context, config, streams, node, telemetry, health, clients);
        made.ready().onSuccess(ready::tryComplete);
        made.start();
        bridge = made;
        if (stopping) {
            made.stop();
        }
    }

    private void notConnected(Throwable failure) {
        String reason = "Kafka's clients can't be made: " + failure.getMessage();
        health.set(PART, Health.Status.DOWN, reason);
        LOG.atWarn()
                .addKeyValue("servers", config.servers())
                .addKeyValue("reason", reason)
                .log("Kafka isn't ready");
        if (!stopping) {
            vertx.setTimer(RETRY_MILLIS, timer -> connect());
        }
    }

    private Future<Outcomes> append(AppendBatch batch) {
        if (bridge != null) {
            return bridge.append(batch);
        }
        Problem notYet = new Problem(Failure.NOT_WRITTEN, "not connected to Kafka yet");
        return Future.succeededFuture(Outcomes.allRefused(batch.requests().size(), notYet));
    }

    private <T> Future<T> withBridge(Function<Bridge, Future<T>> question) {
        return bridge == null
                ? Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "not connected to Kafka yet"))
                : question.apply(bridge);
    }
}
