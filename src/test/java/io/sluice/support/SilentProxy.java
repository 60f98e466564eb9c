package io.sluice.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A way to a server that can fall silent: what is connected then hears nothing more, not even an end, as behind a cut
 * cable; new connections get through.
 */
public final class SilentProxy {
    private final Vertx vertx;
    private final int target;
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();

    public SilentProxy(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
    }

    /** The port to connect to. */
    public Future<Integer> start() {
        return vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort);
    }

    private void connect(NetSocket client) {
        client.pause();
        vertx.createNetClient().connect(target, "127.0.0.1").onSuccess(server -> {
            sockets.add(client);
            sockets.add(server);
            client.handler(server::write);
            server.handler(client::write);
            client.closeHandler(closed -> server.close());
            server.closeHandler(closed -> client.close());
            client.resume();
        });
    }

    /** From now on nothing passes over the connections that there are. */
    public void fallSilent() {
        sockets.forEach(socket -> socket.handler(lost -> {}).closeHandler(unheard -> {}));
    }
}
