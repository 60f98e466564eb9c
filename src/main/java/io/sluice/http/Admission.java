package io.sluice.http;

import io.sluice.config.HttpConfig;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

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

    /**
     * One request more, without bytes so far.
     *
     * @throws SluiceException OVERLOADED when the node holds as many as it may
     */
    Reservation enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            throw overloaded("requests in flight", new Exceeded(Limit.REQUESTS, maxRequests));
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

    /** What a client hears whose connection is one too many. */
    SluiceException tooManyConnections() {
        return overloaded("connections", new Exceeded(Limit.CONNECTIONS, maxConnections));
    }

    private static SluiceException overloaded(String what, Exceeded exceeded) {
        return new SluiceException(
                Failure.OVERLOADED,
                "this node has as many " + what + " as it may; nothing was written, send it again after Retry-After",
                exceeded);
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

        /**
         * Holds this many bytes in all, if it held fewer.
         *
         * @throws SluiceException OVERLOADED, and nothing changes, when that is over the limit
         */
        void growTo(long total) {
            long more = total - held;
            if (released) {
                throw new IllegalStateException("the reservation was given back");
            }
            if (more <= 0) {
                return;
            }
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                throw overloaded("bytes in flight", new Exceeded(Limit.BYTES, maxBytes));
            }
            held = total;
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
