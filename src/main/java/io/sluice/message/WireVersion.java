package io.sluice.message;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;

/**
 * Which version this node writes: its questions on the bus and its records in Kafka. It reads every version from
 * {@link #OLDEST} to {@link #NEWEST}, and answers in the version in which it was asked. What differs between them stands in
 * docs/bus.md and docs/topic-format.md. One for all stages of a node, that is, of a Vert.x instance. Thread-safe.
 */
public final class WireVersion implements Shareable {
    /** The oldest version that this program reads and writes; written until somebody says otherwise. */
    public static final int OLDEST = 1;

    /** The newest one: it adds a request's trace context. */
    public static final int NEWEST = 2;

    private static final String NAME = "sluice.wire";

    private volatile int written = OLDEST;

    private WireVersion() {}

    /** The one of this node. */
    public static WireVersion of(Vertx vertx) {
        return vertx.sharedData()
                .<String, WireVersion>getLocalMap(NAME)
                .computeIfAbsent(NAME, key -> new WireVersion());
    }

    /** Whether this program reads a version, as it stands in a header. */
    public static boolean isKnown(String version) {
        return version.equals("1") || version.equals("2");
    }

    /** Whether a request's trace context is written in this version. */
    public static boolean hasTrace(int version) {
        return version >= 2;
    }

    /** What is written now. */
    public int written() {
        return written;
    }

    /** From here on this version is written; {@link #OLDEST} to {@link #NEWEST}. */
    public void write(int version) {
        written = version;
    }
}
