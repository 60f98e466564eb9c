package io.sluice.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.HttpConfig;
import io.sluice.config.ReceiptConfig;
import io.sluice.config.StreamFolder;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.CheckBatch;
import io.sluice.message.CheckRequest;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * An http verticle on a real bus with one event loop and the transport that a node has, and a stage behind it that does what a test says: by default it
 * accepts everything, at the offsets 0, 1, 2 and so on.
 */
final class Edge implements AutoCloseable {
    static final UUID TOPIC = new UUID(1, 2);
    static final long APPEND_TIME = 1_795_000_000_000L;

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Health node = new Health();
    final Health health = node.begin("http");
    private final ReceiptConfig receiptConfig = HttpConfigs.receipts("0123456789abcdef0123456789abcdef");
    final Receipts receipts = new Receipts(receiptConfig);
    final WaitingRoom room = new WaitingRoom(receiptConfig, new Telemetry(registry));
    final List<CheckBatch> batches = new CopyOnWriteArrayList<>();
    final Bus bus = new Bus(vertx);
    final Admission admission;
    final HttpVerticle verticle;
    private final List<RawClient> clients = new ArrayList<>();
    private String deployment = "";
    private long nextOffset;

    private Edge(HttpConfig config, Streams streams) {
        Telemetry telemetry = new Telemetry(registry);
        admission = new Admission(config, telemetry);
        KeyMemory keys = new KeyMemory(config, telemetry);
        verticle = new HttpVerticle(config, streams, receipts, room, admission, keys, telemetry, health);
    }

    static Edge start(UnaryOperator<JsonObject> change) {
        return start(change, StreamFolder.read("classpath:streams", Path.of(".")));
    }

    static Edge start(UnaryOperator<JsonObject> change, Streams streams) {
        Edge edge = new Edge(HttpConfigs.with(change), streams);
        edge.deployment = await(edge.vertx.deployVerticle(edge.verticle));
        return edge;
    }

    /** With the default settings, and a stage behind it that accepts everything. */
    static Edge accepting() {
        return start(json -> json).answering(Edge::acceptAll);
    }

    Edge answering(Function<Edge, Function<CheckBatch, Future<Outcomes>>> stage) {
        Function<CheckBatch, Future<Outcomes>> answer = stage.apply(this);
        bus.answer(Address.CHECK.text(), CheckBatch.class, batch -> {
            batches.add(batch);
            return answer.apply(batch);
        });
        return this;
    }

    Function<CheckBatch, Future<Outcomes>> acceptAll() {
        return batch -> Future.succeededFuture(accepted(batch));
    }

    Outcomes accepted(CheckBatch batch) {
        return new Outcomes(batch.requests().stream()
                .<Outcome>map(request -> new Outcome.Accepted(position(request)))
                .toList());
    }

    private Position position(CheckRequest request) {
        return new Position(request.stream(), TOPIC, 0, nextOffset++, APPEND_TIME, 1);
    }

    List<CheckRequest> requests() {
        return batches.stream().flatMap(batch -> batch.requests().stream()).toList();
    }

    RawClient client() throws IOException {
        RawClient client = new RawClient(verticle.port());
        clients.add(client);
        return client;
    }

    /** One exchange on a connection of its own. */
    RawClient.Answer exchange(String text) throws IOException {
        return client().send(text).read();
    }

    Future<Void> undeploy() {
        return vertx.undeploy(deployment);
    }

    double count(Metric metric, String... tags) {
        var counter = registry.find(metric.text()).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        await(vertx.close());
    }
}
