package io.sluice.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A node for the commands to talk to, on a port of its own: it answers as a test says and remembers what came. */
public final class FakeNode implements AutoCloseable {
    public record Request(String method, String path, String query, Map<String, List<String>> headers, String body) {
        public List<String> lines() {
            return body.isEmpty() ? List.of() : List.of(body.split("\n"));
        }

        public String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }
    }

    public record Reply(int status, String body, Map<String, String> headers) {
        public Reply(int status, String body) {
            this(status, body, Map.of());
        }

        public static Reply accepted(int events, String receipt) {
            return new Reply(202, "{\"accepted\":" + events + ",\"receipt\":\"" + receipt + "\"}");
        }

        public static Reply problem(int status, String code, String title) {
            return new Reply(
                    status, "{\"status\":" + status + ",\"code\":\"" + code + "\",\"title\":\"" + title + "\"}");
        }

        public Reply with(String name, String value) {
            return new Reply(status, body, Map.of(name, value));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    public FakeNode(Function<Request, Reply> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    /** Accepts whatever comes, an event a line. */
    public static Reply acceptAll(Request request) {
        return Reply.accepted(
                request.lines().size(), "receipt-" + request.lines().size());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<String> allLines() {
        return requests().stream().flatMap(request -> request.lines().stream()).toList();
    }

    private void answer(HttpExchange exchange, Function<Request, Reply> answers) throws IOException {
        try (exchange) {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestURI().getQuery()),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(gzip ? inflated(raw) : raw, StandardCharsets.UTF_8));
            requests.add(request);
            Reply reply = answers.apply(request);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] inflated(byte[] raw) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
