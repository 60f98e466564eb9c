package io.sluice.http;

import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.message.BodyFormat;
import io.sluice.message.TraceParent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a POST says about its body.
 *
 * @param format         how the events stand in it
 * @param gzip           whether it is to be inflated
 * @param idempotencyKey the header of that name, or null
 * @param lenient        whether the good events are to be taken though others are bad
 * @param traceParent    the header traceparent as {@link TraceParent} has it, or null
 * @param contentLength  announced bytes, or -1 for a body in chunks
 * @param awaitsContinue whether the sender waits for 100 Continue before it sends the body
 */
record PostHead(
        BodyFormat format,
        boolean gzip,
        @Nullable String idempotencyKey,
        boolean lenient,
        @Nullable String traceParent,
        long contentLength,
        boolean awaitsContinue) {
    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized(TraceParent.NAME);
    private static final int MAX_KEY_CHARACTERS = 128;

    /**
     * Reads and checks the headers.
     *
     * @throws SluiceException UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED_ENCODING, INVALID_HEADER, EXPECTATION_FAILED or
     *                         TOO_LARGE
     */
    static PostHead read(MultiMap headers, long maxBody) {
        BodyFormat format = MediaType.format(headers);
        boolean gzip = isGzip(headers);
        String key = idempotencyKey(headers);
        long length = contentLength(headers.get(HttpHeaders.CONTENT_LENGTH));
        if (length > maxBody) {
            throw tooLarge(maxBody);
        }
        return new PostHead(
                format,
                gzip,
                key,
                Preferences.areLenient(headers),
                traceParent(headers),
                length,
                awaitsContinue(headers.get(HttpHeaders.EXPECT)));
    }

    /** Asks for the body where the sender waits for that; HTTP/1.0 knows no such answer. */
    void askForBody(HttpServerRequest request) {
        if (awaitsContinue && request.version() == HttpVersion.HTTP_1_1) {
            request.response().writeContinue();
        }
    }

    static SluiceException tooLarge(long maxBody) {
        return new SluiceException(
                Failure.TOO_LARGE,
                "a body may have " + maxBody + " bytes here; send the events in smaller requests",
                new Exceeded(Limit.BODY, maxBody));
    }

    private static boolean isGzip(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            return false;
        }
        List<String> encodings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
        return switch (encodings.size() == 1 ? encodings.get(0).strip().toLowerCase(Locale.ROOT) : "") {
            case "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default ->
                throw new SluiceException(
                        Failure.UNSUPPORTED_ENCODING,
                        "the content encoding " + Echo.of(String.join(", ", encodings))
                                + " isn't taken; expected is gzip, or no encoding at all");
        };
    }

    private static boolean awaitsContinue(@Nullable String expect) {
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw new SluiceException(
                    Failure.EXPECTATION_FAILED, "Expect may only be 100-continue here, not " + Echo.of(expect));
        }
        return expect != null;
    }

    private static @Nullable String idempotencyKey(MultiMap headers) {
        String key = headers.get(IDEMPOTENCY_KEY);
        boolean usable = key == null
                || (!key.isEmpty()
                        && key.length() <= MAX_KEY_CHARACTERS
                        && key.chars().allMatch(PostHead::isVisible)
                        && headers.getAll(IDEMPOTENCY_KEY).size() == 1);
        if (!usable) {
            throw new SluiceException(
                    Failure.INVALID_HEADER,
                    "Idempotency-Key is one header of 1 to " + MAX_KEY_CHARACTERS + " visible ASCII characters");
        }
        return key;
    }

    /** W3C: several of them are as good as none. */
    private static @Nullable String traceParent(MultiMap headers) {
        String text = TraceParent.valid(headers.get(TRACE_PARENT));
        return text == null || headers.getAll(TRACE_PARENT).size() > 1 ? null : text;
    }

    private static boolean isVisible(int character) {
        return character > ' ' && character < 0x7f;
    }

    private static long contentLength(@Nullable String length) {
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            throw new SluiceException(Failure.INVALID_HEADER, "Content-Length is not a number of bytes");
        }
    }
}
