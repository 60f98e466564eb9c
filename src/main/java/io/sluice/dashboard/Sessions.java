package io.sluice.dashboard;

import io.sluice.config.DashboardConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All who are connected to this node's bridge, however they came. Used on the management port's event loop. */
final class Sessions {
    private final DashboardConfig config;
    private final Fanout fanout;
    private final Questions questions;
    private final BridgeMeters meters;
    private final Runnable changed;
    private final Set<Session> open = new LinkedHashSet<>();
    private boolean ended;

    /** @param changed hears that somebody registered somewhere, or no longer is */
    Sessions(DashboardConfig config, Fanout fanout, Questions questions, BridgeMeters meters, Runnable changed) {
        this.config = config;
        this.fanout = fanout;
        this.questions = questions;
        this.meters = meters;
        this.changed = changed;
    }

    boolean hasRoom() {
        return !ended && open.size() < config.maxConnections();
    }

    /** A new one; null when there is no room. */
    @Nullable
    Session open(Wire wire, Dialect dialect, String who) {
        if (!hasRoom()) {
            meters.refused();
            return null;
        }
        Session session = new Session(wire, dialect, who, fanout, questions, meters, changed);
        open.add(session);
        meters.connections(open.size());
        return session;
    }

    /** The connection is gone. */
    void closed(Session session) {
        session.end();
        if (open.remove(session)) {
            meters.connections(open.size());
        }
    }

    /** Ends those that have been silent for too long. */
    void endIdle() {
        long since = System.nanoTime() - config.idle().toNanos();
        List.copyOf(open).forEach(session -> {
            if (session.endIfSilentSince(since)) {
                closed(session);
            }
        });
    }

    /** Ends all of them; there will be no others. */
    void end() {
        ended = true;
        List.copyOf(open).forEach(session -> {
            session.close();
            closed(session);
        });
    }
}
