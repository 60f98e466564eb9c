package io.sluice.http;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.function.BooleanSupplier;

/**
 * Sends an answer whose head is prepared, and ends the connection where it must not go on: while the node stops, and
 * when more of a refused body is still to come than is worth reading.
 */
final class Answers {
    /** As much of a refused body is read to keep a connection: less than a new connection costs. */
    private static final long WORTH_READING_BYTES = 64 << 10;

    /** A sender that still sends gets this long to see the answer: closing at once would reset the connection. */
    static final long FAREWELL_MILLIS = 1_000;

    private static final AttributeKey<Boolean> ENDING = AttributeKey.valueOf(Answers.class, "ending");

    private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");

    private final Vertx vertx;
    private final BooleanSupplier leaving;

    /** @param leaving whether each answer is the last one of its connection */
    Answers(Vertx vertx, BooleanSupplier leaving) {
        this.vertx = vertx;
        this.leaving = leaving;
    }

    /** Stands before {@code next}: nothing is taken that came behind a request whose answer was the last (RFC 9112, 9.6). */
    Handler<HttpServerRequest> unlessEnding(Handler<HttpServerRequest> next) {
        return request -> {
            if (!channel(request).hasAttr(ENDING)) {
                next.handle(request);
            }
        };
    }

    private static Channel channel(HttpServerRequest request) {
        return ((HttpServerConnection) request.connection())
                .channelHandlerContext()
                .channel();
    }

    /** Sends; does nothing when the client has gone. */
    void send(HttpServerRequest request, Buffer body) {
        if (leaving.getAsBoolean() || !(request.isEnded() || isWorthReading(request))) {
            sendLast(request, body);
        } else if (isOpen(request.response())) {
            request.response().end(body);
        }
    }

    /** Sends, and then ends the connection. */
    void sendLast(HttpServerRequest request, Buffer body) {
        HttpServerResponse response = request.response();
        if (isOpen(response)) {
            // Before the end, with which the next request's turn comes.
            channel(request).attr(ENDING).set(true);
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(body)
                    .onComplete(sent -> sayFarewell(request));
        }
    }

    private static boolean isOpen(HttpServerResponse response) {
        return !response.closed() && !response.ended();
    }

    private static boolean isWorthReading(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (request.getHeader(EXPECT) != null || length == null) {
            return length == null && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        // A length of more digits is larger, and one that is no number never gets here.
        return length.length() <= 9 && Long.parseLong(length) <= WORTH_READING_BYTES;
    }

    private void sayFarewell(HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        request.endHandler(end -> request.connection().close());
        vertx.setTimer(FAREWELL_MILLIS, late -> request.connection().close());
    }
}
