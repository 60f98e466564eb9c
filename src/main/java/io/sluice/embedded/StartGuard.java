package io.sluice.embedded;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the servers with the JVM for as long as there is no node that does it in order: PostgreSQL, a process of its own,
 * would outlive a start that a signal or an error ends. Safe for several threads.
 *
 * <pre>
 * start ─▶ servers run ─▶ hand over ─▶ the node closes them when it has stopped
 *   └──────────┴── the JVM ends: wait for the start, close ──▶ gone
 * </pre>
 */
final class StartGuard {
    private final Thread hook = new Thread(this::end, "close-servers");
    private volatile boolean ending;
    private @Nullable DevServers servers;

    /** Starts the servers under guard; fails with IllegalStateException when the JVM is ended meanwhile. */
    DevServers start(Supplier<DevServers> start) {
        Runtime.getRuntime().addShutdownHook(hook);
        return started(start);
    }

    private synchronized DevServers started(Supplier<DevServers> start) {
        DevServers running = ending ? null : start.get();
        servers = running;
        if (running == null || ending) {
            throw new IllegalStateException("ended while the servers were starting");
        }
        return running;
    }

    /** The node closes the servers from now on. */
    void handOver() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook is at work; closing twice does no harm.
        }
    }

    private void end() {
        ending = true;
        close();
    }

    private synchronized void close() {
        if (servers != null) {
            servers.close();
        }
    }
}
