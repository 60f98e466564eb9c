package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.config.Streams;
import io.sluice.message.Bus;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 1: the public port. Takes POSTs, bounds what is in flight, asks the next stage with one batch a turn of its
 * event loop, and answers with a receipt or a problem document. Several instances may share the port.
 */
public final class HttpVerticle extends VerticleBase {
    /** A large body comes in fewer pieces; each is copied once. */
    private static final int MAX_CHUNK_BYTES = 64 << 10;

    /** Connections that the kernel holds while an event loop is busy. */
    private static final int ACCEPT_BACKLOG = 1_024;

    /** A head or a body is ended at most this late after its time. */
    private static final long LATEST_CHECK_MILLIS = 1_000;

    private static final long TALLY_EVERY_MILLIS = 5_000;

    private static final String PART = "http";
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    private final HttpConfig config;
    private final Streams streams;
    private final Receipts receipts;
    private final WaitingRoom room;
    private final Admission admission;
    private final KeyMemory keys;
    private final Telemetry telemetry;
    private final Health health;
    private final Inflation inflation;
    private @Nullable HttpServer server;
    private @Nullable Connections connections;
    private boolean leaving;
    private @Nullable StatusRounds rounds;
    private @Nullable Tallies tallies;

    /**
     * A verticle that is not yet started.
     *
     * @param receipts  may be shared by all instances
     * @param room      must be shared by all instances of this node
     * @param admission must be shared by all instances of this node: the limits are the node's
     * @param keys      must be shared by all instances of this node
     */
    public HttpVerticle(
            HttpConfig config,
            Streams streams,
            Receipts receipts,
            WaitingRoom room,
            Admission admission,
            KeyMemory keys,
            Telemetry telemetry,
            Health health) {
        this.config = config;
        this.streams = streams;
        this.receipts = receipts;
        this.room = room;
        this.admission = admission;
        this.keys = keys;
        this.telemetry = telemetry;
        this.health = health;
        this.inflation = new Inflation(config.maxBody().asInt(), config.maxInflateRatio());
    }

    @Override
    public Future<?> start() {
        return listen().onSuccess(this::listening);
    }

    /** The port that is bound, also when the configuration leaves the choice to the system; 0 before the start. */
    public int port() {
        HttpServer bound = server;
        return bound == null ? 0 : bound.actualPort();
    }

    private Future<HttpServer> listen() {
        Bus bus = new Bus(vertx);
        Tallies counted = new Tallies(bus);
        tallies = counted;
        vertx.setPeriodic(TALLY_EVERY_MILLIS, tick -> counted.handOver());
        LimitMeters limits = new LimitMeters(telemetry);
        Answers answers = new Answers(vertx, () -> leaving || health.isStopping());
        AccessLog accessLog = new AccessLog();
        ProblemWriter problems = new ProblemWriter(
                answers,
                limits,
                config.retryAfter(),
                config.accessLog() ? accessLog::refused : (response, failure) -> {});
        Framing framing = new Framing(config);
        LateHeads heads = new LateHeads(config.headTimeout());
        Connections opened = new Connections(vertx, admission, limits, heads, framing);
        connections = opened;
        StreamMeters elsewhere = new StreamMeters(telemetry, StreamMeters.NO_STREAM);
        Intake intake = new Intake(
                config,
                metersByStream(),
                elsewhere,
                admission,
                keys,
                receipts,
                new Coalescer(context, bus, config.deadline()),
                inflation,
                counted,
                framing,
                answers,
                problems);
        Door door = new Door(vertx, opened, health, framing, elsewhere, answers, problems);
        ReceiptDesk desk = receiptDesk(bus, framing, elsewhere, answers, problems);
        door.open(intake, desk, new Pages(vertx, answers, config.pages()));
        Entrance entrance = new Entrance(door::enter, door::enterUnreadable);
        if (!config.cors().origins().isEmpty()) {
            entrance = new Cors(config.cors(), elsewhere, answers, problems).before(entrance);
        }
        if (config.accessLog()) {
            entrance = accessLog.before(entrance);
        }
        vertx.setPeriodic(checkMillis(), tick -> {
            heads.endLate();
            intake.endLateBodies();
        });
        return bind(opened, entrance, answers);
    }

    private ReceiptDesk receiptDesk(
            Bus bus, Framing framing, StreamMeters meters, Answers answers, ProblemWriter problems) {
        StatusRounds questions = new StatusRounds(vertx, bus);
        rounds = questions;
        ListBody lists = new ListBody(vertx, config.bodyTimeout(), room.maxReceipts(), framing);
        return new ReceiptDesk(questions, receipts, room, admission, lists, inflation, meters, answers, problems);
    }

    private Future<HttpServer> bind(Connections connections, Entrance entrance, Answers answers) {
        return vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .requestHandler(answers.unlessEnding(entrance.readable()))
                .invalidRequestHandler(ConnectionGuard.unlessGone(answers.unlessEnding(entrance.unreadable())))
                .listen()
                .recover(this::explain);
    }

    private long checkMillis() {
        long shortest =
                Math.min(config.headTimeout().toMillis(), config.bodyTimeout().toMillis());
        return Math.max(1, Math.min(LATEST_CHECK_MILLIS, shortest / 4));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()))
                .setAcceptBacklog(ACCEPT_BACKLOG)
                .setMaxInitialLineLength(config.maxLine().asInt())
                .setMaxHeaderSize(config.maxHeaders().asInt())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                // Their handler ends a connection with more than 128 requests that wait for their answer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
    }

    private Map<String, StreamMeters> metersByStream() {
        Map<String, StreamMeters> meters = new HashMap<>();
        streams.all().forEach(stream -> meters.put(stream.name(), new StreamMeters(telemetry, stream.name())));
        return meters;
    }

    private void listening(HttpServer listening) {
        server = listening;
        health.set(PART, Health.Status.UP, "listens on " + config.host() + ":" + listening.actualPort());
        LOG.atInfo()
                .addKeyValue("host", config.host())
                .addKeyValue("port", listening.actualPort())
                .log("public port open");
    }

    private Future<HttpServer> explain(Throwable cause) {
        String what = "the public port " + config.host() + ":" + config.port() + " can't be bound ("
                + cause.getMessage() + "); change http.port or http.host";
        health.set(PART, Health.Status.DOWN, what);
        return Future.failedFuture(new IOException(what, cause));
    }

    /**
     * Takes no new connection, ends the idle ones, answers the receipts that wait, and waits for what is in flight as
     * long as a request may take. A connection that was accepted before is served once; what comes later than that is refused.
     */
    @Override
    public Future<?> stop() {
        leaving = true;
        vertx.setTimer(ConnectionGuard.FIRST_REQUEST_MILLIS, late -> health.stopping(true));
        StatusRounds asking = rounds;
        if (asking != null) {
            asking.end();
        }
        HttpServer bound = server;
        Connections accepted = connections;
        Future<Void> closed = bound == null || accepted == null
                ? Future.succeededFuture()
                : accepted.endAccepting()
                        .compose(ended -> bound.shutdown(config.deadline().toMillis(), TimeUnit.MILLISECONDS));
        Tallies counted = tallies;
        return closed.eventually(() -> counted == null ? Future.succeededFuture() : counted.handOver())
                .onComplete(done -> {
                    inflation.close();
                    health.set(PART, Health.Status.DOWN, "closed");
                });
    }
}
