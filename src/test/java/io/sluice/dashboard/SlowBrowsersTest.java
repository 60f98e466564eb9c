package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.sluice.config.ByteSize;
import io.sluice.config.DashboardConfig;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 200 pages that register and never read cost a bounded amount of memory, and one that reads doesn't notice them. */
class SlowBrowsersTest {
    private static final int BROWSERS = 200;
    private static final int ROUNDS = 500;
    private static final int MESSAGE_BYTES = 32 << 10;
    private static final String ADDRESS = "sluice.dashboard.statistics";

    /** With a queue it would be 3 GiB. */
    private static final long MOST_BYTES = BROWSERS * 3L * (Outbox.MOST_ON_ITS_WAY + MESSAGE_BYTES);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Telemetry telemetry = new Telemetry(registry);
    private final Vertx vertx = Vertx.vertx();
    private final Vertx clients = Vertx.vertx();
    private final Fanout fanout = new Fanout(Set.of(ADDRESS));
    private final Server server = new Server();

    /** The bridge on a port of its own, whose sockets take little. */
    private final class Server extends VerticleBase {
        private HttpServer http;
        private Context loop;

        @Override
        public Future<?> start() {
            DashboardConfig config =
                    new DashboardConfig(BROWSERS + 1, Duration.ofSeconds(60), 20, new ByteSize(4096), null);
            Questions questions = new Questions(question -> Future.failedFuture("nobody asks"), Map.of());
            Sessions sessions = new Sessions(config, fanout, questions, new BridgeMeters(telemetry), () -> {});
            Router router = Router.router(vertx);
            SockJsBridge.mount(router, vertx, sessions);
            loop = context;
            http = vertx.createHttpServer(
                    new HttpServerOptions().setHost("127.0.0.1").setSendBufferSize(16 << 10));
            return http.requestHandler(router).listen(0);
        }
    }

    @BeforeEach
    void start() {
        BridgeFixture.done(vertx.deployVerticle(server));
    }

    @AfterEach
    void close() {
        BridgeFixture.done(clients.close());
        BridgeFixture.done(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventbus/websocket", "/eventbus/000/slow/websocket"})
    void slowBrowsersCostABoundedAmountOfMemory(String path) throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Browser reads = Browser.connect(clients, server.http.actualPort())) {
            reads.registers(ADDRESS);
            for (int i = 0; i < BROWSERS; i++) {
                slow.add(slow(server.http.actualPort(), path));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> BROWSERS + 1 == listeners());
            long before = used();

            for (int round = 0; round < ROUNDS; round++) {
                publish(round);
            }

            await().atMost(Duration.ofSeconds(60)).until(() -> heard(reads, ROUNDS - 1));
            long more = used() - before;
            assertThat(more).isLessThan(MOST_BYTES);
            assertThat(replaced()).isGreaterThan(BROWSERS * ROUNDS / 2);
            System.out.println(BROWSERS + " browsers that don't read, at " + path + ": " + (more >> 20)
                    + " MiB more after " + ROUNDS + " messages of " + (MESSAGE_BYTES >> 10) + " KiB to each; "
                    + (long) replaced() + " left out");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void whoAsksAndNeverReadsIsDisconnected() throws Exception {
        try (Socket greedy = slow(server.http.actualPort(), "/eventbus/websocket")) {
            byte[] question = frame("{\"type\":\"send\",\"address\":\"nowhere\",\"replyAddress\":\"r\"}");
            OutputStream out = greedy.getOutputStream();

            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try {
                    for (int i = 0; i < 2_000; i++) {
                        out.write(question);
                    }
                } catch (IOException disconnected) {
                    return true;
                }
                return false;
            });

            await().until(() -> registry.scrape().contains("sluice_dashboard_connections 0.0"));
        }
    }

    /** As large as a cluster's picture may be. */
    private void publish(int round) throws InterruptedException {
        CountDownLatch published = new CountDownLatch(1);
        server.loop.runOnContext(turn -> {
            fanout.publish(ADDRESS, new JsonObject().put("round", round).put("filling", "x".repeat(MESSAGE_BYTES)));
            published.countDown();
        });
        assertThat(published.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean heard(Browser browser, int round) {
        return browser.heardAt(ADDRESS).stream()
                .anyMatch(message -> message.getJsonObject("body").getInteger("round") == round);
    }

    private int listeners() throws InterruptedException {
        int[] number = new int[1];
        CountDownLatch counted = new CountDownLatch(1);
        server.loop.runOnContext(turn -> {
            number[0] = fanout.listeners(ADDRESS).size();
            counted.countDown();
        });
        assertThat(counted.await(20, TimeUnit.SECONDS)).isTrue();
        return number[0];
    }

    private double replaced() {
        return telemetry.counter(Metric.DASHBOARD_SKIPPED).count();
    }

    private static long used() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory() + PlatformDependent.usedDirectMemory();
    }

    /** Registers, and never reads a byte of what comes after the head of the answer. */
    private static Socket slow(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path.replace("slow", "s" + socket.getLocalPort()) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                        + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String register = "{\"type\":\"register\",\"address\":\"" + ADDRESS + "\"}";
        // A WebSocket that isn't open yet takes no frame: the answer's first line is awaited.
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 101");
        out.write(frame(path.contains("slow") ? "[" + Json.encode(register) + "]" : register));
        return socket;
    }

    /** A text, masked with zeros. */
    private static byte[] frame(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | bytes.length);
        frame.write(new byte[4]);
        frame.write(bytes);
        assertThat(bytes.length).isLessThan(126);
        return frame.toByteArray();
    }
}
