package io.sluice.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of this node say of themselves. Ready is judged by what runs here: the node is ready when no part is
 * {@link Status#DOWN} and it isn't stopping; {@link Status#DEGRADED} (PostgreSQL away: senders notice nothing) stays
 * ready. Thread-safe.
 */
public final class Health {
    public enum Status {
        UP,
        DEGRADED,
        DOWN
    }

    /** A part's state, and in a sentence why. */
    public record Part(Status status, String detail) {}

    private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
    private final Map<String, Health> groups = new ConcurrentSkipListMap<>();
    private final @Nullable Health whole;
    private volatile boolean stopping;

    /** A node's. */
    public Health() {
        this(null);
    }

    private Health(@Nullable Health whole) {
        this.whole = whole;
    }

    /** Takes what a role says of its parts, from nothing on; what stood there for that role before is forgotten. */
    public Health begin(String role) {
        Health group = new Health(this);
        groups.put(role, group);
        return group;
    }

    /** Forgets everything that a role said: it no longer runs here. */
    public void forget(String role) {
        groups.remove(role);
    }

    /** Forgets one part. */
    public void remove(String part) {
        parts.remove(part);
    }

    /** Says how a part is, by its role's name or its server's; the newest word counts. */
    public void set(String part, Status status, String detail) {
        parts.put(part, new Part(status, detail));
    }

    /** While it is about to end, a node is not ready. */
    public void stopping(boolean is) {
        stopping = is;
    }

    /** Whether this part itself ends, and not only announces it for the node: from then on it takes nothing new. */
    public boolean isEnding() {
        return stopping;
    }

    /** Whether the node is about to end, or this part of it. */
    public boolean isStopping() {
        return stopping || (whole != null && whole.isStopping());
    }

    /** The worst of the parts; DOWN while stopping. */
    public Status overall() {
        if (isStopping()) {
            return Status.DOWN;
        }
        return parts().values().stream()
                .map(Part::status)
                .max(Status::compareTo)
                .orElse(Status.UP);
    }

    public boolean isReady() {
        return overall() != Status.DOWN;
    }

    /** What stands there now, by name in order. */
    public Map<String, Part> parts() {
        Map<String, Part> all = new TreeMap<>(parts);
        groups.values().forEach(group -> all.putAll(group.parts));
        return Collections.unmodifiableMap(all);
    }
}
