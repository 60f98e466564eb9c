package io.sluice.http;

import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.ContentLengthNotAllowedException;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.InvalidChunkTerminationException;
import io.netty.handler.codec.http.InvalidLineSeparatorException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.TransferEncodingNotAllowedException;
import io.sluice.config.HttpConfig;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** Why a request can't be read as HTTP/1.1, in a sentence for whoever wrote the sender. */
final class Framing {
    private static final String ONLY_CHUNKED =
            "Transfer-Encoding may only be chunked here; gzip is told by Content-Encoding";

    private final HttpConfig config;

    Framing(HttpConfig config) {
        this.config = config;
    }

    /** The request line names another version. */
    static SluiceException version(String version) {
        String said = HttpVersion.HTTP_1_1.text().equals(version)
                ? "and the version is written exactly like this"
                : "not " + Echo.of(version) + " on this port";
        return new SluiceException(Failure.INVALID_HEADER, "HTTP/1.1 is spoken here, " + said);
    }

    /** Of the transfer codings only one is undone here, and it may be applied once. */
    static SluiceException transferCoding() {
        return new SluiceException(Failure.INVALID_HEADER, ONLY_CHUNKED);
    }

    static SluiceException namelessHeader() {
        return new SluiceException(Failure.INVALID_HEADER, "a header has no name before its colon");
    }

    SluiceException lateHead() {
        long most = config.headTimeout().toMillis();
        return new SluiceException(
                Failure.HEAD_TIMEOUT,
                "the head of the request didn't arrive within " + most + " ms; nothing was written",
                new Exceeded(Limit.HEAD_TIME, most));
    }

    SluiceException lateBody() {
        long most = config.bodyTimeout().toMillis();
        return new SluiceException(
                Failure.BODY_TIMEOUT,
                "the body didn't arrive within " + most + " ms; nothing was written",
                new Exceeded(Limit.BODY_TIME, most));
    }

    static SluiceException cutShort() {
        return new SluiceException(
                Failure.MALFORMED,
                "the request was cut short: its sender ended it before its end; nothing was written");
    }

    /** What the decoder found in a head; {@code headers} are those that it had read by then. */
    SluiceException head(Throwable cause, MultiMap headers) {
        if (cause instanceof SluiceException known) {
            return known;
        } else if (cause instanceof TooLongHttpLineException) {
            long most = config.maxLine().bytes();
            return new SluiceException(
                    Failure.URI_TOO_LONG,
                    "a request line may have " + most + " bytes here",
                    new Exceeded(Limit.LINE, most));
        } else if (cause instanceof TooLongHttpHeaderException) {
            return headersTooLarge();
        } else if (cause instanceof PrematureChannelClosureException) {
            return cutShort();
        }
        return new SluiceException(Failure.INVALID_HEADER, headFault(cause, headers));
    }

    private SluiceException headersTooLarge() {
        long most = config.maxHeaders().bytes();
        return new SluiceException(
                Failure.HEADERS_TOO_LARGE,
                "the headers of a request may have " + most + " bytes here in all",
                new Exceeded(Limit.HEADERS, most));
    }

    private static String headFault(Throwable cause, MultiMap headers) {
        List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
        if (cause instanceof ContentLengthNotAllowedException) {
            return "Content-Length and Transfer-Encoding exclude each other; send one of them";
        } else if (cause instanceof TransferEncodingNotAllowedException) {
            return "HTTP/1.0 knows no Transfer-Encoding; send Content-Length, or speak HTTP/1.1";
        } else if (cause instanceof InvalidLineSeparatorException) {
            return "a line of the head ends without a carriage return; each ends with \\r\\n";
        } else if (lengths.size() > 1) {
            return "there are several Content-Length headers; send one";
        } else if (lengths.size() == 1 && !isNumber(lengths.get(0))) {
            return "Content-Length is a number of bytes in decimal digits, at most 18 of them, and nothing else";
        } else if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
            return ONLY_CHUNKED;
        }
        return "the head of the request is not HTTP/1.1 as RFC 9112 has it: look for a line without a version or a colon, or"
                + " with control characters or blanks where none may be";
    }

    private static boolean isNumber(String length) {
        return length.length() <= 18 && !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** What the decoder found in a body. */
    SluiceException body(Throwable cause) {
        if (cause instanceof SluiceException known) {
            return known;
        } else if (cause instanceof TooLongHttpHeaderException) {
            return headersTooLarge();
        }
        return new SluiceException(Failure.MALFORMED, chunkFault(cause) + "; nothing was written");
    }

    private static String chunkFault(Throwable cause) {
        if (cause instanceof InvalidChunkTerminationException) {
            return "a chunk of the body is longer than its size says, or doesn't end with \\r\\n";
        } else if (cause instanceof InvalidChunkExtensionException || cause instanceof InvalidLineSeparatorException) {
            return "a chunk's size or extension isn't written as RFC 9112 has it; its line ends with \\r\\n";
        } else if (cause instanceof NumberFormatException) {
            return "a chunk's size isn't a hexadecimal number, or is far too large";
        }
        return "the chunks of the body can't be read";
    }
}
