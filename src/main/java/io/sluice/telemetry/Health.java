package io.sluice.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

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
    private volatile boolean stopping;

    /** Says how a part is, by its role's name or its server's; the newest word counts. */
    public void set(String part, Status status, String detail) {
        parts.put(part, new Part(status, detail));
    }

    /** From here on the node is not ready. */
    public void stopping() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** The worst of the parts; DOWN while stopping. */
    public Status overall() {
        if (stopping) {
            return Status.DOWN;
        }
        return parts.values().stream().map(Part::status).max(Status::compareTo).orElse(Status.UP);
    }

    public boolean isReady() {
        return overall() != Status.DOWN;
    }

    /** What stands there now, by name in order. */
    public Map<String, Part> parts() {
        return Collections.unmodifiableMap(new TreeMap<>(parts));
    }
}
