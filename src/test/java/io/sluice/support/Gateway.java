package io.sluice.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A node as its senders and operators see it. Blocks; thread-safe. */
public final class Gateway {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String host;
    private final Duration patience;
    private final int http;
    private final int management;
    private final boolean keepsAlive;

    public Gateway(int http, int management) {
        this("127.0.0.1", http, management, PATIENCE);
    }

    /** At another address, and an answer is awaited for so long. */
    public Gateway(String host, int http, int management, Duration patience) {
        this(host, http, management, patience, true);
    }

    private Gateway(String host, int http, int management, Duration patience, boolean keepsAlive) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        this.host = host;
        this.patience = patience;
        this.http = http;
        this.management = management;
        this.keepsAlive = keepsAlive;
    }

    /** The same node, with a connection for each POST, and nothing that tries again by itself. */
    public Gateway withoutKeepAlive() {
        return new Gateway(host, http, management, patience, false);
    }

    /** The port that events are POSTed to. */
    public int http() {
        return http;
    }

    /** An answer's status and its JSON body; an empty object for a body that isn't JSON. */
    public record Answer(int status, JsonObject body) {
        public boolean isAccepted() {
            return status == 202;
        }

        public String code() {
            return body.getString("code", "");
        }

        public String receipt() {
            return body.getString("receipt");
        }
    }

    /** The port for operators. */
    public int management() {
        return management;
    }

    public Answer post(String stream, String contentType, String body) throws IOException, InterruptedException {
        return post(stream, Map.of("content-type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with these headers and bytes. */
    public Answer post(String stream, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        if (!keepsAlive) {
            return postAlone(stream, headers, body);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + host + ':' + http + "/v1/logs/" + stream));
        headers.forEach(request::header);
        return answer(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private Answer postAlone(String stream, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder("POST /v1/logs/" + stream + " HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("connection: close\r\ncontent-length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket = new Socket(host, http)) {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("the connection ended without an answer");
            }
            return new Answer(Integer.parseInt(answer.split(" ", 3)[1]), new JsonObject(answer.substring(end + 4)));
        }
    }

    public Answer receipt(String receipt) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create("http://" + host + ':' + http + "/v1/receipts/" + receipt)));
    }

    /** What became of several requests, answered by one call. */
    public JsonArray receipts(List<String> receipts) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + ':' + http + "/v1/receipts?wait=20s"))
                .timeout(patience)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new JsonArray(receipts).encode()))
                .build();
        return new JsonArray(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** GET on the management port. */
    public Answer manage(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create("http://" + host + ':' + management + path)));
    }

    /** POST of administration on the management port. */
    public Answer administer(String path, JsonObject arguments) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create("http://" + host + ':' + management + "/admin/" + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments.encode())));
    }

    /** What Prometheus would scrape. */
    public String metrics() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ':' + management + "/metrics"))
                .timeout(patience)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Answer answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("content-type").orElse("").contains("json");
        return new Answer(response.statusCode(), json ? new JsonObject(response.body()) : new JsonObject());
    }
}
