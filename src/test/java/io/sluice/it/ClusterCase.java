package io.sluice.it;

import static org.awaitility.Awaitility.await;

import io.sluice.support.ClusterSite;
import io.sluice.support.Load;
import io.sluice.support.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has servers and a cluster of its own, which end with it. */
abstract class ClusterCase {
    static final List<String> ALL = List.of("http", "validation", "kafka", "database");
    static final List<String> EDGE = List.of("http", "validation", "kafka");
    static final List<String> CORE = List.of("kafka", "database");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A sender waits for a node that hangs. */
    private static final Duration SENDERS_PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    TestServers servers;
    ClusterSite site;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        servers = newServers();
        site = new ClusterSite(servers, folder);
    }

    TestServers newServers() throws IOException {
        return TestServers.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (servers == null) {
            return;
        }
        site.close();
        servers.close();
    }

    /** Waits until so many events more are accepted. */
    static void more(Load load, int events) {
        long before = load.accepted();
        await().atMost(SENDERS_PATIENCE).until(() -> load.accepted() >= before + events);
    }

    /** Waits until it holds; a node that can't be asked yet doesn't answer. */
    static void within(Callable<Boolean> condition) {
        await().atMost(PATIENCE).ignoreExceptions().until(condition);
    }
}
