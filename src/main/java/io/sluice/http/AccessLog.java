package io.sluice.http;

import io.sluice.failure.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one record for each request: who, what, and how it ended. Never a payload, and nothing of the query. It stands
 * before the door, so it also sees who is refused there, and it keeps the response's end handler for itself. For one
 * event loop.
 */
final class AccessLog {
    /** A name of its own, so that an operator can send these records elsewhere. */
    static final String LOGGER = "io.sluice.access";

    private static final int METHOD_CHARACTERS = 20;
    private static final int PATH_CHARACTERS = 200;
    private static final int AGENT_CHARACTERS = 100;
    private static final String NONE = "-";
    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** Why requests were refused whose end has not come yet. */
    private final IdentityHashMap<HttpServerResponse, Failure> refusals = new IdentityHashMap<>();

    /** Everything that goes through {@code next} is written down. */
    Entrance before(Entrance next) {
        return new Entrance(
                request -> {
                    await(request);
                    next.readable().handle(request);
                },
                request -> {
                    await(request);
                    next.unreadable().handle(request);
                });
    }

    /** Whoever refuses a request says why, before it answers. */
    void refused(HttpServerResponse response, Failure failure) {
        // Of one whose connection has ended nothing is written any more, so nothing would take it out again.
        if (!response.closed()) {
            refusals.put(response, failure);
        }
    }

    private void await(HttpServerRequest request) {
        long startNanos = System.nanoTime();
        String client = String.valueOf(request.remoteAddress());
        request.response().endHandler(end -> write(request, client, System.nanoTime() - startNanos));
    }

    /** Called when the answer was handed over, or else when the connection has ended. */
    private void write(HttpServerRequest request, String client, long nanos) {
        HttpServerResponse response = request.response();
        @Nullable Failure failure = refusals.remove(response);
        if (!LOG.isInfoEnabled()) {
            return;
        }
        boolean answered = response.ended();
        LOG.atInfo()
                .addKeyValue("client", client)
                .addKeyValue("method", escaped(request.method().name(), METHOD_CHARACTERS))
                .addKeyValue("path", escaped(request.path(), PATH_CHARACTERS))
                .addKeyValue("status", answered ? String.valueOf(response.getStatusCode()) : NONE)
                .addKeyValue("code", answered && failure != null ? failure.code() : NONE)
                .addKeyValue("receivedBytes", request.bytesRead())
                .addKeyValue("sentBytes", response.bytesWritten())
                .addKeyValue("micros", nanos / 1_000)
                .addKeyValue("agent", '"' + escaped(request.getHeader(HttpHeaders.USER_AGENT), AGENT_CHARACTERS) + '"')
                .log(answered ? "answered" : "not answered, the connection ended");
    }

    /**
     * A client's text as it may stand in a log, {@code -} for none: cut, and with everything escaped that could end a
     * value, start a record, or command a terminal. Only an agent's blanks need to be kept, and it stands in quotes.
     */
    static String escaped(@Nullable String text, int most) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars().limit(most).forEach(c -> {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return text.length() > most ? escaped.append("…").toString() : escaped.toString();
    }
}
