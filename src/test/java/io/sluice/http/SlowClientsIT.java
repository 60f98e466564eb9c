package io.sluice.http;

import static io.sluice.http.RawClient.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.failure.Limit;
import io.sluice.telemetry.Metric;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients that are slow on purpose, by slowhttptest, or that say nothing; a good one is served all along. */
@NullUnmarked
class SlowClientsIT {
    private static final int IDLE = 2_000;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Edge edge;

    @BeforeEach
    void start() {
        edge = Edge.start(json -> json.put("headTimeout", "1s")
                        .put("bodyTimeout", "1s")
                        .put("deadline", "1s")
                        .put("idleTimeout", "2s"))
                .answering(Edge::acceptAll);
    }

    @AfterEach
    void stop() throws IOException {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEAD_TIME | /v1/logs/nginx | -H -t POST -i 1",
                "BODY_TIME | /v1/logs/nginx | -B -f application/json -s 8192 -i 1",
                "IDLE_TIME | /openapi.yaml | -X -t GET -w 10 -y 20 -n 1 -z 5 -k 3"
            })
    void slowClientsAreEndedWhileAGoodOneIsServed(Limit limit, String path, String mode) throws Exception {
        assumeTrue(isInstalled(), "slowhttptest is not installed (a Debian package of that name)");
        Process attack = slowhttptest(path, mode);
        int served = 0;
        try {
            while (attack.isAlive() || served == 0) {
                serveOne();
                served++;
            }
        } finally {
            attack.destroyForcibly().waitFor();
        }

        assertThat(edge.count(Metric.LIMIT_REFUSALS, "limit", limit.key()))
                .as("connections that were ended for %s while %d good requests were served", limit, served)
                .isGreaterThanOrEqualTo(200);
        everyConnectionIsGone();
    }

    @Test
    void idleConnectionsAreNoHarm() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), edge.verticle.port()));
                if (i % 20 == 0) {
                    serveOne();
                }
            }
            await().atMost(PATIENCE)
                    .until(() -> edge.count(Metric.LIMIT_REFUSALS, "limit", Limit.IDLE_TIME.key()) >= IDLE);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }

        serveOne();
        everyConnectionIsGone();
    }

    /** Over a connection of its own, as a client that has just come. */
    private void serveOne() throws IOException {
        long start = System.nanoTime();
        try (RawClient client = new RawClient(edge.verticle.port())) {
            assertThat(client.send(post("nginx", "{}")).read().status()).isEqualTo(202);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SERVED_WITHIN);
    }

    private void everyConnectionIsGone() {
        await().atMost(PATIENCE)
                .until(() ->
                        edge.registry.get(Metric.CONNECTIONS.text()).gauge().value() == 0);
    }

    private Process slowhttptest(String path, String mode) throws IOException {
        List<String> command = new ArrayList<>(List.of("slowhttptest", "-c", "300", "-r", "300", "-l", "6", "-v", "0"));
        command.addAll(Arrays.asList(mode.split(" ", -1)));
        command.addAll(List.of("-u", "http://127.0.0.1:" + edge.verticle.port() + path));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "slowhttptest")));
    }
}
