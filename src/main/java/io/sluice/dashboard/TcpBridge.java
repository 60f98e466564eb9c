package io.sluice.dashboard;

import io.sluice.telemetry.Annex;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import org.jspecify.annotations.Nullable;

/**
 * The bridge for programs in any language, on loopback: the protocol of Vert.x's TCP event-bus bridge, whose frames are a
 * length (4 bytes, the highest first) and a JSON object. Where the management port wants credentials, the first frame of a
 * connection bears them in its headers, as {@code authorization}. Used on the management port's event loop.
 */
final class TcpBridge {
    /** Of a frame that comes in. */
    private static final int MOST_BYTES = 64 << 10;

    private static final int LENGTH_BYTES = 4;

    private final Annex annex;
    private final Sessions sessions;
    private final NetSocket socket;
    private final RecordParser parser;
    private boolean inFrame;
    private @Nullable Session session;

    private TcpBridge(Annex annex, Sessions sessions, NetSocket socket) {
        this.annex = annex;
        this.sessions = sessions;
        this.socket = socket;
        this.parser = RecordParser.newFixed(LENGTH_BYTES, socket);
    }

    /** Listens at that port of loopback. */
    static Future<NetServer> open(Vertx vertx, int port, Annex annex, Sessions sessions) {
        return vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(port))
                .connectHandler(socket -> new TcpBridge(annex, sessions, socket).start())
                .listen()
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "the port of the TCP bridge, " + port + ", can't be bound (" + cause.getMessage()
                                + "); dashboard.tcp.port chooses another",
                        cause)));
    }

    private void start() {
        parser.handler(this::piece);
        parser.exceptionHandler(failure -> socket.close());
        socket.closeHandler(closed -> {
            Session mine = session;
            if (mine != null) {
                sessions.closed(mine);
            }
        });
        if (!sessions.hasRoom()) {
            socket.close();
        }
    }

    private void piece(Buffer piece) {
        inFrame = !inFrame;
        if (!inFrame) {
            parser.fixedSizeMode(LENGTH_BYTES);
            frame(piece.toString());
            return;
        }
        int length = piece.getInt(0);
        if (length < 1 || length > MOST_BYTES) {
            socket.close();
        } else {
            parser.fixedSizeMode(length);
        }
    }

    private void frame(String text) {
        Session mine = session;
        if (mine != null) {
            mine.heard(text);
            return;
        }
        parser.pause();
        annex.user(authorization(text))
                .onSuccess(who -> {
                    letIn(who, text);
                    parser.resume();
                })
                .onFailure(refused ->
                        write(Dialect.TCP.error("unauthorized").encode()).onComplete(told -> socket.close()));
    }

    private void letIn(String who, String text) {
        Session opened = sessions.open(
                new Wire() {
                    @Override
                    public Future<Void> write(String message) {
                        return TcpBridge.this.write(message);
                    }

                    @Override
                    public void close() {
                        socket.close();
                    }
                },
                Dialect.TCP,
                who);
        session = opened;
        if (opened == null) {
            socket.close();
        } else {
            opened.heard(text);
        }
    }

    private static @Nullable String authorization(String text) {
        try {
            return new JsonObject(text).getValue("headers") instanceof JsonObject headers
                            && headers.getValue("authorization") instanceof String given
                    ? given
                    : null;
        } catch (DecodeException e) {
            return null;
        }
    }

    private Future<Void> write(String text) {
        Buffer message = Buffer.buffer(text);
        return socket.write(Buffer.buffer().appendInt(message.length()).appendBuffer(message));
    }
}
