package io.sluice.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server that can be cut, slowed down, or fall silent. It listens where it was told to, whatever its mode. */
public final class TestProxy {
    /** What becomes of connections. */
    public enum Mode {
        /** Everything passes. */
        OPEN,
        /** What is connected is ended, and so is what connects. */
        CUT,
        /** Everything passes, each piece after {@link #DELAY_MILLIS}. */
        SLOW,
        /** Connections are taken and nothing passes, not even an end: as through a firewall that forgot them. */
        MUTE
    }

    private static final long DELAY_MILLIS = 150;

    /** The two ends of one connection. */
    private record Pair(NetSocket client, NetSocket server) {}

    private final Vertx vertx;
    private final int target;
    /** Held here: a client that nobody refers to is collected, and its connections end. */
    private final NetClient toServer;

    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.OPEN;

    public TestProxy(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.toServer = vertx.createNetClient();
    }

    /** Listens at any port that is free, and tells it. */
    public Future<Integer> start() {
        return start(0);
    }

    /** Listens at this port. */
    public Future<Integer> start(int port) {
        return start("127.0.0.1", port);
    }

    /** Listens at this port of another address of this machine. */
    public Future<Integer> start(String host, int port) {
        return vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(port, host)
                .map(NetServer::actualPort);
    }

    private void connect(NetSocket client) {
        if (mode == Mode.CUT) {
            client.close();
            return;
        }
        client.pause();
        toServer.connect(target, "127.0.0.1")
                .onFailure(refused -> client.close())
                .onSuccess(server -> {
                    Pair pair = new Pair(client, server);
                    pairs.add(pair);
                    carry(client, server, pair);
                    carry(server, client, pair);
                    client.resume();
                });
    }

    private void carry(NetSocket from, NetSocket to, Pair pair) {
        AtomicInteger late = new AtomicInteger();
        from.handler(bytes -> {
            if (mode == Mode.CUT) {
                end(pair);
            } else if (mode == Mode.MUTE) {
                fallSilent(pair);
            } else if (mode == Mode.SLOW || late.get() > 0) {
                // Also what comes after the slow time, as long as something of it is under way: bytes keep their order.
                late.incrementAndGet();
                vertx.setTimer(DELAY_MILLIS, now -> {
                    late.decrementAndGet();
                    to.write(bytes);
                });
            } else {
                to.write(bytes);
            }
        });
        from.closeHandler(closed -> {
            pairs.remove(pair);
            to.close();
        });
    }

    private static void end(Pair pair) {
        pair.client().close();
        pair.server().close();
    }

    /** A piece that was swallowed can't be made up for: nothing may follow it. */
    private void fallSilent(Pair pair) {
        for (NetSocket socket : List.of(pair.client(), pair.server())) {
            socket.handler(lost -> {}).closeHandler(unheard -> pairs.remove(pair));
        }
    }

    /** From now on connections fare like this; those that fell silent stay so. */
    public void mode(Mode next) {
        mode = next;
        switch (next) {
            case CUT ->
                pairs.forEach(pair -> {
                    pair.client().close();
                    pair.server().close();
                });
            case MUTE -> pairs.forEach(this::fallSilent);
            case OPEN, SLOW -> {}
        }
    }

    /** Nothing more passes over the connections that there are; new ones get through. */
    public void fallSilent() {
        pairs.forEach(this::fallSilent);
    }
}
