package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A plain WebSocket to the dashboard's bridge on a management port. */
public final class Page implements WebSocket.Listener, AutoCloseable {
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    public Page(int port) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), this)
                .join();
    }

    /** From here on it hears what is published there. */
    public void registers(String address, JsonObject headers) {
        send(new JsonObject().put("type", "register").put("address", address).put("headers", headers));
    }

    /** The answer comes to that address. */
    public void asks(String address, JsonObject arguments, String reply) {
        send(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("body", arguments)
                .put("replyAddress", reply));
    }

    private void send(JsonObject message) {
        socket.sendText(message.encode(), true).join();
    }

    /** What was heard at an address, failures without a body left out. */
    public List<JsonObject> bodies(String address) {
        return heard.stream()
                .filter(message -> address.equals(message.getString("address")) && message.containsKey("body"))
                .map(message -> message.getJsonObject("body"))
                .toList();
    }

    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            heard.add(new JsonObject(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }
}
