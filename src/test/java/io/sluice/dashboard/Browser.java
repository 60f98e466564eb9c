package io.sluice.dashboard;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page's side of the bridge, over a plain WebSocket. */
final class Browser implements AutoCloseable {
    private final WebSocket socket;
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Browser(WebSocket socket) {
        this.socket = socket;
        // SockJS's own frames (open, heartbeat) are no messages.
        socket.textMessageHandler(text -> {
            if (text.startsWith("{")) {
                heard.add(new JsonObject(text));
            }
        });
        socket.closeHandler(gone -> closed = true);
        socket.resume();
    }

    static Browser connect(Vertx vertx, int port) {
        return connect(vertx, options(port));
    }

    static WebSocketConnectOptions options(int port) {
        return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/eventbus/websocket");
    }

    static Browser connect(Vertx vertx, WebSocketConnectOptions options) {
        WebSocketClient client = vertx.createWebSocketClient();
        return new Browser(BridgeFixture.done(client.connect(options).onSuccess(WebSocket::pause)));
    }

    Browser says(JsonObject message) {
        return says(message.encode());
    }

    Browser says(String text) {
        BridgeFixture.done(socket.writeTextMessage(text));
        return this;
    }

    Browser registers(String address) {
        return says(message("register", address));
    }

    static JsonObject message(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    List<JsonObject> heard() {
        return heard;
    }

    List<JsonObject> heardAt(String address) {
        return heard.stream()
                .filter(message -> address.equals(message.getString("address")))
                .toList();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        BridgeFixture.done(socket.close());
    }
}
