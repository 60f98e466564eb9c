package io.sluice.cli.client;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A node as a sender sees it. Blocks the calling thread; may be used by several. */
public final class NodeClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** Longer than a node's deadline, so that the node says what became of the request. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** Longer than the node waits itself. */
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(70);

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private NodeClient(URI base) {
        this.base = base;
    }

    /**
     * The node that the user named.
     *
     * @param option  what the user wrote the URL behind, for the message
     * @param command to blame
     * @throws ParameterException when the text is no http or https URL
     */
    public static NodeClient of(String url, String option, CommandSpec command) {
        try {
            return new NodeClient(base(url));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage());
        }
    }

    private static URI base(String url) {
        URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("expected a URL like http://127.0.0.1:8080");
        }
        return uri;
    }

    /**
     * Posts a body once.
     *
     * @param gzip whether it travels compressed
     * @param key  names the request for a later deduplication; null for none
     */
    public Answer post(String stream, String mediaType, byte[] body, boolean gzip, @Nullable String key) {
        HttpRequest.Builder request = request("/v1/logs/" + URLEncoder.encode(stream, StandardCharsets.UTF_8))
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip ? compressed(body) : body));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return exchange(request.build());
    }

    /** What became of a request: the document of the receipt, or why there is none at present. */
    public ReceiptAnswer receipt(String receipt) {
        try {
            HttpResponse<String> response =
                    send(request("/v1/receipts/" + URLEncoder.encode(receipt, StandardCharsets.UTF_8))
                            .build());
            int status = response.statusCode();
            if (status == 200) {
                JsonObject document = AnswerReader.document(response.body());
                return new ReceiptAnswer.Known(document.getString("state", ""), document.getJsonArray("trouble"));
            }
            String text = AnswerReader.text(status, response.body());
            return status >= 500 || status == 429 ? new ReceiptAnswer.Later(text) : new ReceiptAnswer.Refused(text);
        } catch (IOException | UnresolvedAddressException e) {
            return new ReceiptAnswer.Later(base + ": " + reason(e));
        }
    }

    /** A question to the management port: a POST of JSON, or a GET without a body. */
    JsonObject administer(String pathAndQuery, @Nullable String body, @Nullable String authorization)
            throws AdminException {
        HttpRequest.Builder request = request(pathAndQuery).timeout(ADMIN_TIMEOUT);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return AnswerReader.document(administered(request.build()));
    }

    private String administered(HttpRequest request) throws AdminException {
        try {
            HttpResponse<String> response = send(request);
            int status = response.statusCode();
            if (status == 200) {
                return response.body();
            }
            throw new AdminException(
                    status >= 500 || status == 429 ? ExitCode.GAVE_UP : ExitCode.FAILED,
                    AnswerReader.text(status, response.body())
                            + (status == 401 ? "; give --user or --token as management.credentials has them" : ""));
        } catch (IOException | UnresolvedAddressException e) {
            throw new AdminException(
                    ExitCode.GAVE_UP, base + ": " + reason(e) + "; --admin says where the node's management port is");
        }
    }

    /** What stands at a path of the management port, as it came. */
    String read(String pathAndQuery, @Nullable String authorization) throws AdminException {
        HttpRequest.Builder request = request(pathAndQuery).timeout(ADMIN_TIMEOUT);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return administered(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(REQUEST_TIMEOUT)
                .header("User-Agent", "sluice");
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = send(request);
            String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
            return AnswerReader.read(response.statusCode(), response.body(), retryAfter, Instant.now());
        } catch (HttpConnectTimeoutException | ConnectException | UnresolvedAddressException e) {
            return new Answer.Later(base + ": " + reason(e), null, false);
        } catch (IOException e) {
            return new Answer.Later(base + ": " + reason(e), null, true);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The HTTP client hides "connection refused" in a ConnectException without a message. */
    private static String reason(Exception e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof UnresolvedAddressException) {
                return "the host's name is unknown";
            }
        }
        String message = e.getMessage();
        if (e instanceof ConnectException) {
            return message == null ? "no connection (refused, or nothing listens there)" : message;
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static byte[] compressed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
