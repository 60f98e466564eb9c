package io.sluice.http;

import static io.sluice.http.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.NodeProcess;
import io.sluice.support.Ports;
import io.sluice.support.TestServers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A node in a bounded process that is offered far more than it may hold: it says so, doesn't grow, and recovers. */
class OverloadIT {
    private static final int SENDERS = 48;
    private static final Duration WARM = Duration.ofSeconds(20);
    private static final Duration OVERLOADED = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double GROWTH = 1.1;

    /** As bin/sluice has it. With the heap touched at the start, what grows is what leaks beside it. */
    private static final List<String> BOUNDED = List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+AlwaysPreTouch",
            "-XX:MaxDirectMemorySize=128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.maxDirectMemory=0",
            "-Djdk.nio.maxCachedBufferSize=262144");

    private final int http = Ports.free();
    private final int management = Ports.free();
    private final Gateway gateway = new Gateway(http, management);
    private final AtomicBoolean running = new AtomicBoolean(true);
    /** How often each kind of answer came. */
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @Test
    void aMinuteOfOverloadIsRefusedInOrderAndLeavesNothingBehind() throws Exception {
        try (TestServers servers = TestServers.start();
                NodeProcess node = NodeProcess.start(
                        "sluice.jar",
                        BOUNDED,
                        List.of("run", "-conf", settings(servers).encode()))) {
            await().atMost(PATIENCE).until(this::isUp);
            ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
            for (int i = 0; i < SENDERS; i++) {
                String body = body(i % 2 == 0 ? 10 : 1_000);
                senders.execute(() -> sendUntilStopped(body));
            }
            long warm = residentAfter(WARM, node);
            long after = residentAfter(OVERLOADED, node);
            running.set(false);
            senders.shutdown();
            assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(gateway.post("playback", "application/x-ndjson", body(1)).status())
                    .as("the first request afterwards")
                    .isEqualTo(202);
            assertThat(answers).containsOnlyKeys("202", "503 with Retry-After");
            assertThat(answers.get("503 with Retry-After")).isGreaterThan(1_000);
            assertThat((double) after)
                    .as("KiB in memory at the end, %d after %s; answers %s", warm, WARM, answers)
                    .isLessThan(warm * GROWTH);
            assertThat(node.output()).doesNotContain("ERROR");
        }
    }

    private JsonObject settings(TestServers servers) {
        JsonObject settings = servers.settings(http, management);
        settings.getJsonObject("http").put("maxRequests", 4).put("maxBytes", "4MiB");
        return settings;
    }

    private static String body(int events) {
        return LongStream.range(0, events)
                .mapToObj(number -> Event.json(number).encode())
                .collect(Collectors.joining("\n"));
    }

    /** As senders that don't care: the next request follows the answer, whatever it was. */
    private void sendUntilStopped(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = head("playback", "Content-Type: application/x-ndjson", "Content-Length: " + bytes.length);
        byte[] request = Buffer.buffer(head).appendBytes(bytes).getBytes();
        while (running.get()) {
            try (RawClient client = new RawClient(http)) {
                while (running.get() && isKept(client.send(request).read())) {
                    // The same connection serves the next one.
                }
            } catch (IOException | RuntimeException e) {
                answers.merge("no answer: " + e, 1, Integer::sum);
            }
        }
    }

    private boolean isKept(RawClient.Answer answer) {
        boolean later = answer.headers().containsKey("retry-after");
        answers.merge(answer.status() + (later ? " with Retry-After" : ""), 1, Integer::sum);
        return !"close".equals(answer.headers().get("connection"));
    }

    /** Resident memory in KiB, when so much time has passed. */
    private static long residentAfter(Duration time, NodeProcess node) throws IOException {
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
        return Files.readAllLines(Path.of("/proc/" + node.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private boolean isUp() throws InterruptedException {
        try {
            return "up".equals(gateway.manage("/health/ready").body().getString("status"));
        } catch (IOException e) {
            return false;
        }
    }
}
