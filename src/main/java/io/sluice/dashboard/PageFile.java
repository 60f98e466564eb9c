package io.sluice.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page as it is sent: a browser asks each time whether it has changed and gets a 304 while it hasn't, so that a
 * node of another version never shows a page made of both. Immutable.
 */
final class PageFile {
    private static final int HASH_BYTES = 16;

    /** Nothing from elsewhere, nothing inline, nothing framed; data: is the icon. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String mediaType;
    private final Buffer plain;
    private final Buffer gzip;
    private final String tag;

    private PageFile(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.plain = Buffer.buffer(bytes);
        this.gzip = Buffer.buffer(compress(bytes));
        // Weak, since it stands for both forms.
        this.tag = "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(hash(bytes), HASH_BYTES)) + '"';
    }

    /** Of a name that ends in .html, .css or .js. */
    static PageFile of(String name, byte[] bytes) {
        String kind = name.substring(name.lastIndexOf('.') + 1);
        return new PageFile("text/" + (kind.equals("js") ? "javascript" : kind) + "; charset=utf-8", bytes);
    }

    /** Answers GET and HEAD. */
    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", POLICY);
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(tag.substring(2))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        String encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean takesGzip =
                encodings != null && Arrays.asList(encodings.split(",\\s*")).contains("gzip");
        if (takesGzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        Buffer body = takesGzip ? gzip : plain;
        if (HttpMethod.HEAD.equals(request.method())) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
