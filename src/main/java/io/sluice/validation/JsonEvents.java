package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.validation.TreeReader.TooDeepException;
import java.io.IOException;

/**
 * Reads a body that is one object, or an array of objects, with one parser from end to end. What is no JSON ends the
 * request, since nothing behind it can be trusted to begin where it seems to.
 */
final class JsonEvents {
    private final ParsedBody body;
    private final Findings findings;
    private final int maxEvents;

    JsonEvents(ParsedBody body, Findings findings, int maxEvents) {
        this.body = body;
        this.findings = findings;
        this.maxEvents = maxEvents;
    }

    /** @throws SluiceException MALFORMED or TOO_LARGE, where the request as a whole is at fault */
    void read(Parsers parsers) throws IOException {
        byte[] bytes = body.bytes();
        if (body.scan().zero() || ParsedBody.markAt(bytes, body.start())) {
            throw new SluiceException(
                    Failure.MALFORMED, "the body isn't JSON in UTF-8: it holds a zero byte or two byte order marks");
        }
        try (JsonParser parser = parsers.open(bytes, body.start(), bytes.length)) {
            read(parser);
        }
    }

    private void read(JsonParser parser) throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                event(parser);
            } else if (first == JsonToken.START_ARRAY) {
                array(parser);
            } else {
                throw malformed(first == null ? "the body is empty" : "the body is neither an object nor an array");
            }
            if (!ParsedBody.isAtEnd(parser)) {
                throw malformed(
                        "something follows the first JSON value" + Unreadable.place(parser.currentTokenLocation())
                                + "; several objects go into an array, or one a line as application/x-ndjson");
            }
        } catch (TooDeepException e) {
            throw malformed(where() + Unreadable.tooDeep(body.maxDepth()) + Unreadable.place(parser.currentLocation()));
        } catch (JsonProcessingException e) {
            Failure failure = Unreadable.isTooLong(e) ? Failure.TOO_LARGE : Failure.MALFORMED;
            String place = Unreadable.place(parser.currentLocation());
            throw new SluiceException(failure, where() + Unreadable.reason(e) + place);
        }
    }

    private void array(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (findings.events() == maxEvents) {
                throw new SluiceException(
                        Failure.TOO_LARGE, "the request has more than " + maxEvents + " events, which is the limit");
            }
            event(parser);
        }
        if (findings.events() == 0) {
            throw malformed("the array is empty; expected at least one event");
        }
    }

    private void event(JsonParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        int start = body.start() + ParsedBody.startOf(parser);
        TreeReader reader = body.reader(parser);
        JsonValue event = reader.read();
        findings.event(line, start, body.start() + ParsedBody.endOf(parser), event, reader.fault());
    }

    private String where() {
        return "event " + findings.events() + ' ';
    }

    private static SluiceException malformed(String detail) {
        return new SluiceException(Failure.MALFORMED, detail);
    }
}
