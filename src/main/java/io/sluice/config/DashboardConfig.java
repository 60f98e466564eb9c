package io.sluice.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bridge for live pages and programs, on the management port of a node with the role dashboard.
 *
 * @param maxConnections browsers and programs that are connected to the bridge of this node; more are answered 503
 * @param idle           a connection that says nothing for so long, not even a ping, is closed
 * @param tailEvents     events a second that a live tail shows at most, from each node
 * @param tailBytes      bytes of an event that a live tail shows
 * @param tcp            for programs in any language; null: off
 */
public record DashboardConfig(
        int maxConnections,
        Duration idle,
        int tailEvents,
        ByteSize tailBytes,
        @Nullable Tcp tcp) {
    /** More than these would be no sample any more, and costs every node. */
    private static final int MOST_EVENTS = 1_000;

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    public DashboardConfig {
        Check.within("maxConnections", maxConnections, 1, 10_000);
        Check.holds(idle.compareTo(SHORTEST) >= 0, "idle: must be 10s or longer; pages ping every 5 seconds");
        Check.within("tailEvents", tailEvents, 1, MOST_EVENTS);
        Check.within("tailBytes", tailBytes, new ByteSize(64), new ByteSize(64 << 10));
    }

    /**
     * The same bridge over TCP, on loopback.
     *
     * @param port on loopback for programs in any language, which speak Vert.x's TCP event-bus bridge protocol; 0 for any free one
     */
    public record Tcp(int port) {
        public Tcp {
            Check.port("port", port);
        }
    }
}
