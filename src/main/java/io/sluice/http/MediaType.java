package io.sluice.http;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.BodyFormat;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Content-Type says: the format of the events. Of its parameters only charset matters, and it must be UTF-8. */
final class MediaType {
    /** A parameter; the value in quotes or not. Possessive, so that no text makes it try twice. */
    private static final Pattern PARAMETER =
            Pattern.compile(";[ \\t]*+([^=;\\s]*+)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;]*+))");

    private MediaType() {}

    /**
     * The format of the body.
     *
     * @throws SluiceException UNSUPPORTED_MEDIA_TYPE, or INVALID_HEADER when there are several Content-Types
     */
    static BodyFormat format(MultiMap headers) {
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (contentType == null) {
            throw unsupported("the header Content-Type is missing");
        }
        // What nearly every sender sends needs no look at parameters or case.
        return switch (contentType) {
            case "application/json" -> onlyOne(headers, BodyFormat.JSON);
            case "application/x-ndjson" -> onlyOne(headers, BodyFormat.NDJSON);
            default -> onlyOne(headers, parsed(contentType));
        };
    }

    private static BodyFormat onlyOne(MultiMap headers, BodyFormat format) {
        List<String> all = headers.getAll(HttpHeaders.CONTENT_TYPE);
        if (all.size() > 1) {
            throw new SluiceException(Failure.INVALID_HEADER, "there are several Content-Type headers; send one");
        }
        return format;
    }

    private static BodyFormat parsed(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon)).strip();
        BodyFormat format = switch (type.toLowerCase(Locale.ROOT)) {
            case "application/json" -> BodyFormat.JSON;
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> BodyFormat.NDJSON;
            default -> throw unsupported("the media type " + Echo.of(type) + " isn't taken");
        };
        if (semicolon >= 0) {
            checkCharset(contentType.substring(semicolon));
        }
        return format;
    }

    private static void checkCharset(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3).strip() : quoted;
            if (parameter.group(1).equalsIgnoreCase("charset") && !isUtf8(value)) {
                throw unsupported("the charset " + Echo.of(value) + " isn't taken, JSON is UTF-8");
            }
        }
    }

    /** Also without the hyphen, as some senders write it. */
    private static boolean isUtf8(String charset) {
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
    }

    private static SluiceException unsupported(String what) {
        return new SluiceException(
                Failure.UNSUPPORTED_MEDIA_TYPE,
                what + "; expected is application/json (an object or an array of them) or application/x-ndjson");
    }
}
