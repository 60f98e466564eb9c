package io.sluice.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A document that is served as it is, with what a browser needs to keep it: it asks each time whether it has changed
 * and gets a 304 while it hasn't. Immutable.
 *
 * <p>Its bytes lie outside of the heap, once: written from the heap, Netty would copy all of them for each client that
 * asks, and a thousand clients that don't read would fill the memory.
 */
final class Page {
    private static final int HASH_BYTES = 16;
    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");

    /** Nothing from elsewhere, nothing inline, nothing framed; data: are the pictures inside of a style sheet. */
    private static final CharSequence POLICY = HttpHeaders.createOptimized(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private final String mediaType;
    private final Buffer plain;
    private final Buffer gzip;
    private final String tag;

    Page(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.plain = shared(bytes);
        this.gzip = shared(compress(bytes));
        // Weak, since it stands for both forms.
        this.tag = "W/\"" + HexFormat.of().formatHex(Arrays.copyOf(hash(bytes), HASH_BYTES)) + '"';
    }

    /** Answers GET and HEAD. */
    void send(HttpServerRequest request, Answers answers) {
        HttpServerResponse response = request.response();
        // Added, since the origin may stand there already.
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(CONTENT_TYPE_OPTIONS, "nosniff")
                .putHeader(REFERRER_POLICY, "no-referrer")
                .putHeader(CONTENT_SECURITY_POLICY, POLICY);
        if (isKnown(request.headers())) {
            response.setStatusCode(304);
            answers.send(request, Buffer.buffer());
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        if (takesGzip(request.headers())) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            answers.send(request, gzip);
        } else {
            answers.send(request, plain);
        }
    }

    private boolean isKnown(MultiMap headers) {
        return headers.getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .anyMatch(
                        tags -> tags.contains(tag.substring(2)) || tags.strip().equals("*"));
    }

    /** Who weighs encodings (q=) gets it plain: rare, and never wrong. */
    private static boolean takesGzip(MultiMap headers) {
        return headers.getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .flatMap(encodings -> Arrays.stream(encodings.split(",", -1)))
                .anyMatch(encoding -> encoding.strip().toLowerCase(Locale.ROOT).equals("gzip"));
    }

    private static Buffer shared(byte[] bytes) {
        ByteBuffer outside = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return BufferInternal.buffer(Unpooled.wrappedBuffer(outside));
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
