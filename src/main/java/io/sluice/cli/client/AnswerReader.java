package io.sluice.cli.client;

import io.sluice.failure.EventFault;
import io.sluice.failure.Failure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the answers of a node, and of whatever proxy stands before it. Pure. */
final class AnswerReader {
    /** What standard exporters try again too; 408 because the body came too slowly, and nothing was written. */
    private static final Set<Integer> LATER = Set.of(408, 429, 502, 503, 504);
    /** A proxy's own answers: the node behind it may have done its work. */
    private static final Set<Integer> PROXY_UNSURE = Set.of(502, 504);

    private static final int EXCERPT_CHARS = 200;

    private AnswerReader() {}

    /**
     * @param retryAfter the header's text, null when it is absent
     * @param now        to make a wait of a date
     */
    static Answer read(int status, String body, @Nullable String retryAfter, Instant now) {
        JsonObject document = document(body);
        if (status / 100 == 2) {
            String receipt = document.getString("receipt");
            return receipt == null
                    ? new Answer.Refused(
                            status + " without a receipt: is this a Sluice node? " + excerpt(body), List.of(), 0)
                    : new Answer.Accepted(document.getLong("accepted", 0L), receipt);
        }
        String code = document.getString("code", "");
        if (LATER.contains(status) || Failure.KEY_IN_USE.code().equals(code)) {
            boolean unknown = PROXY_UNSURE.contains(status)
                    || Failure.OUTCOME_UNKNOWN.code().equals(code);
            return new Answer.Later(text(status, document, body), wait(retryAfter, now), unknown);
        }
        List<EventFault> faults = faults(document);
        return new Answer.Refused(
                text(status, document, body), faults, document.getInteger("badEvents", faults.size()));
    }

    /** Status, title and detail of a problem document in one line; an excerpt of anything else. */
    static String text(int status, String body) {
        return text(status, document(body), body);
    }

    /** The body as an object; an empty one when it is something else. */
    static JsonObject document(String body) {
        try {
            return body.stripLeading().startsWith("{") ? new JsonObject(body) : new JsonObject();
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    private static String text(int status, JsonObject document, String body) {
        String title = document.getString("title");
        if (title == null) {
            return (status + " " + excerpt(body)).strip();
        }
        String code = document.containsKey("code") ? " (" + document.getString("code") + ")" : "";
        String detail = document.containsKey("detail") ? ": " + document.getString("detail") : "";
        return status + " " + title + code + detail;
    }

    private static String excerpt(String body) {
        String line = body.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?").strip();
        return line.length() <= EXCERPT_CHARS ? line : line.substring(0, EXCERPT_CHARS) + "…";
    }

    private static List<EventFault> faults(JsonObject document) {
        List<EventFault> faults = new ArrayList<>();
        JsonArray array = document.getJsonArray("faults", new JsonArray());
        for (int i = 0; i < array.size(); i++) {
            JsonObject fault = array.getJsonObject(i);
            faults.add(new EventFault(
                    fault.getInteger("index", -1),
                    fault.getInteger("line", 0),
                    fault.getString("pointer", ""),
                    fault.getString("reason", ""),
                    null));
        }
        return faults;
    }

    private static @Nullable Duration wait(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return null;
        }
        if (retryAfter.strip().matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter.strip()));
        }
        try {
            Instant date = ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
