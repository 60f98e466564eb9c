package io.sluice.http;

import io.netty.channel.Channel;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections, puts a guard on each, and remembers those that are too many: their first request gets a 503,
 * so that their clients learn why. For one event loop.
 */
final class Connections {
    /** So many over the limit are refused with an answer; beyond that, answers would be what overloads the node. */
    private static final int REFUSED_POLITELY = 1_000;

    /** How long one that is too many has for its first request. */
    private static final long PATIENCE_MILLIS = 1_000;

    /** In which a deaf port hands over what the kernel has accepted. */
    private static final long DRAIN_MILLIS = 100;

    private final Vertx vertx;
    private final Admission admission;
    private final LimitMeters limits;
    private final LateHeads heads;
    private final Framing framing;
    private final Set<HttpConnection> refused = new HashSet<>();
    private @Nullable Channel port;

    Connections(Vertx vertx, Admission admission, LimitMeters limits, LateHeads heads, Framing framing) {
        this.vertx = vertx;
        this.admission = admission;
        this.limits = limits;
        this.heads = heads;
        this.framing = framing;
    }

    void opened(HttpConnection connection) {
        Channel channel =
                ((HttpServerConnection) connection).channelHandlerContext().channel();
        port = channel.parent();
        int over = admission.connected();
        connection.closeHandler(closed -> {
            admission.disconnected();
            refused.remove(connection);
        });
        if (over > REFUSED_POLITELY) {
            end(connection);
            return;
        }
        if (over > 0) {
            refused.add(connection);
            vertx.setTimer(PATIENCE_MILLIS, late -> endSilent(connection));
        }
        ConnectionGuard.install(channel.pipeline(), heads, framing, limits);
    }

    /**
     * Takes no new connection, on any instance. Completed once this one knows of all that were accepted: Vert.x would end
     * those that come between its farewell to the others and the end of the port.
     */
    Future<Void> endAccepting() {
        Channel open = port;
        if (open == null) {
            return Future.succeededFuture();
        }
        Promise<Void> ended = Promise.promise();
        Future<?> drained = DeafPort.make(open) ? vertx.timer(DRAIN_MILLIS) : Future.succeededFuture();
        drained.onComplete(done -> open.close().addListener(closed -> vertx.runOnContext(turn -> ended.complete())));
        return ended.future();
    }

    private void endSilent(HttpConnection connection) {
        if (refused.contains(connection)) {
            end(connection);
        }
    }

    private void end(HttpConnection connection) {
        limits.ended(Limit.CONNECTIONS);
        connection.close();
    }

    /** What the client of such a connection hears. */
    Problem tooMany() {
        return Problem.of(admission.tooManyConnections());
    }

    /** Whether the request came over a connection that is too many. */
    boolean isTooMany(HttpServerRequest request) {
        return !refused.isEmpty() && refused.contains(request.connection());
    }
}
