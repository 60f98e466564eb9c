package io.sluice.dashboard;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.telemetry.Annex;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;

/**
 * {@code /eventbus}: SockJS by vertx-web, over WebSocket or by requests (xhr), with {@link Session} behind it. Used on the
 * management port's event loop.
 */
final class SockJsBridge {
    static final String PATH = "/eventbus";

    /** Of a request that carries messages; a WebSocket's are bounded by the port. */
    private static final long MOST_BYTES = 64 << 10;

    /** A connection of xhr_streaming is renewed after so many bytes. */
    private static final int STREAMED_BYTES = 1 << 20;

    private SockJsBridge() {}

    /** Serves it on that router. */
    static void mount(Router router, Vertx vertx, Sessions sessions) {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .setMaxBytesStreaming(STREAMED_BYTES)
                .addDisabledTransport(Transport.JSON_P.name())
                .addDisabledTransport(Transport.HTML_FILE.name())
                .addDisabledTransport(Transport.EVENT_SOURCE.name());
        router.route(PATH + "/*").handler(context -> {
            if (isForFrames(context)) {
                context.response().setStatusCode(404).end();
            } else if (!sessions.hasRoom() && context.normalizedPath().endsWith("/websocket")) {
                Annex.refuse(context, new Problem(Failure.OVERLOADED, "as many are connected to the bridge as may be"));
            } else {
                context.next();
            }
        });
        router.post(PATH + "/*").handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES));
        router.route(PATH + "/*")
                .subRouter(SockJSHandler.create(vertx, options).socketHandler(socket -> connected(socket, sessions)));
    }

    /** SockJS's own pages, for frames of other sites: they load a script from elsewhere. */
    private static boolean isForFrames(RoutingContext context) {
        return context.normalizedPath().startsWith(PATH + "/iframe");
    }

    private static void connected(SockJSSocket socket, Sessions sessions) {
        Wire wire = new Wire() {
            @Override
            public Future<Void> write(String text) {
                return socket.write(text);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
        Session session = sessions.open(wire, Dialect.SOCKJS, Annex.who(socket.routingContext()));
        if (session == null) {
            socket.close();
            return;
        }
        socket.handler(text -> session.heard(text.toString()));
        socket.closeHandler(closed -> sessions.closed(session));
        // A message that is too large, for one: nothing that follows can be understood.
        socket.exceptionHandler(failure -> {
            session.close();
            sessions.closed(session);
        });
    }
}
