package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What this node lets in: requests in flight, the bytes of their bodies, and open connections, over all http verticles.
 * One for each node, thread-safe. A {@link Reservation} belongs to the event loop of its request.
 */
public final class Admission {
    private final int maxRequests;
    private final long maxBytes;
    private final int maxConnections;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** The limits come from {@code config}; what is in flight shows as gauges. */
    public Admission(HttpConfig config, Telemetry telemetry) {
        this.maxRequests = config.maxRequests();
        this.maxBytes = config.maxBytes().bytes();
        this.maxConnections = config.maxConnections();
        telemetry.gauge(Metric.IN_FLIGHT_REQUESTS, requests::get);
        telemetry.gauge(Metric.IN_FLIGHT_BYTES, bytes::get);
        telemetry.gauge(Metric.CONNECTIONS, connections::get);
    }

    /** One request more, without bytes so far; null when the node holds as many as it may. */
    @Nullable
    Reservation enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return null;
        }
        return new Reservation();
    }

    /** Counts a connection and returns by how many the node is now over its limit: 0 when it may stay. */
    int connected() {
        return Math.max(0, connections.incrementAndGet() - maxConnections);
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** What a sender hears whose request is too much for this node at present. */
    static SluiceException overloaded() {
        return new SluiceException(
                Failure.OVERLOADED, "this node has as many requests or bytes in flight as it may; nothing was written");
    }

    int requestsInFlight() {
        return requests.get();
    }

    long bytesInFlight() {
        return bytes.get();
    }

    /** One request's share; to be used on one event loop only. */
    final class Reservation {
        private long held;
        private boolean released;

        /** Holds this many bytes in all, if it held fewer; false, and nothing changes, when that is over the limit. */
        boolean growTo(long total) {
            long more = total - held;
            if (released || more <= 0) {
                return !released;
            }
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            held = total;
            return true;
        }

        long held() {
            return held;
        }

        /** Gives everything back; a second call does nothing. */
        void release() {
            if (!released) {
                released = true;
                bytes.addAndGet(-held);
                requests.decrementAndGet();
            }
        }
    }
}
