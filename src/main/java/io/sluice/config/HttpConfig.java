package io.sluice.config;

import java.time.Duration;

/**
 * Stage 1.
 *
 * @param host              address to bind to
 * @param port              0 for any free one
 * @param instances         number of http verticles, each on an event loop of its own
 * @param deadline          from the end of a request's body to its answer
 * @param headTimeout       from the first part of a request's head to its end
 * @param bodyTimeout       from the end of a request's head to the end of its body
 * @param idleTimeout       a connection without traffic is closed after it; longer than the deadline
 * @param maxLine           a request line: method, path and version
 * @param maxHeaders        a request's headers, all together
 * @param maxBody           a body, inflated; follows kafka.maxRecord
 * @param maxInflateRatio   how many times larger than its gzip form a body may be
 * @param maxConnections    open connections on this node, over all instances
 * @param maxRequests       requests in flight on this node; more are answered 503
 * @param maxBytes          bytes of bodies in flight on this node, as inflated; more are answered 503
 * @param maxKeys           Idempotency-Keys that this node remembers, over all instances; the least recently used are
 *                          forgotten first, 0 for none
 * @param retryAfter        what Retry-After says at least, in every answer that is worth another try (408, 409 and 503); up to
 *                          twice as much, so that senders don't come back all at once
 * @param pages             whether there is a page to read and try the API, at /api
 * @param cors              which web pages may use the port
 * @param accessLog         whether each request is written to the logger io.sluice.access
 */
public record HttpConfig(
        String host,
        int port,
        int instances,
        Duration deadline,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        ByteSize maxLine,
        ByteSize maxHeaders,
        ByteSize maxBody,
        int maxInflateRatio,
        int maxConnections,
        int maxRequests,
        ByteSize maxBytes,
        int maxKeys,
        Duration retryAfter,
        boolean pages,
        CorsConfig cors,
        boolean accessLog) {
    public HttpConfig {
        Check.filled("host", host);
        Check.port("port", port);
        Check.within("instances", instances, 1, 64);
        Check.positive("deadline", deadline);
        Check.positive("headTimeout", headTimeout);
        Check.positive("bodyTimeout", bodyTimeout);
        Check.positive("idleTimeout", idleTimeout);
        Check.holds(
                idleTimeout.compareTo(deadline) > 0,
                "idleTimeout must be longer than deadline, or it ends connections that wait for their answer");
        Check.within("maxLine", maxLine, new ByteSize(256), new ByteSize(64 << 10));
        Check.within("maxHeaders", maxHeaders, new ByteSize(1 << 10), new ByteSize(1 << 20));
        Check.within("maxBody", maxBody, new ByteSize(1 << 10), new ByteSize(64 << 20));
        Check.within("maxInflateRatio", maxInflateRatio, 1, 10_000);
        Check.within("maxConnections", maxConnections, 1, 1_000_000);
        Check.within("maxRequests", maxRequests, 1, 1_000_000);
        Check.holds(maxBytes.bytes() >= maxBody.bytes(), "maxBytes must hold at least one body of maxBody");
        Check.within("maxKeys", maxKeys, 0, 1_000_000);
        Check.within("retryAfter", retryAfter.toSeconds(), 1, 3_600);
    }
}
