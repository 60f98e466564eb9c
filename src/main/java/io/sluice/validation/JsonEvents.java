package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.validation.TreeReader.TooDeepException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that is one object, or an array of objects, with one parser from end to end. What is no JSON ends the
 * request, since nothing behind it can be trusted to begin where it seems to.
 */
final class JsonEvents {
    private final ParsedBody body;
    private final Findings findings;
    private final int maxEvents;
    private boolean inArray;
    private boolean inEvent;
    /** What stands where the parser's text was made to end, if there is something. */
    private @Nullable String foreign;

    private int lineOfEvent;

    JsonEvents(ParsedBody body, Findings findings, int maxEvents) {
        this.body = body;
        this.findings = findings;
        this.maxEvents = maxEvents;
    }

    /** @throws SluiceException MALFORMED or TOO_LARGE, where the request as a whole is at fault */
    void read(Parsers parsers) throws IOException {
        byte[] bytes = body.bytes();
        if (ParsedBody.markAt(bytes, body.start())) {
            throw malformed("the body begins with two byte order marks; expected at most one");
        }
        int end = body.firstForeign(body.start(), bytes.length);
        foreign = end < bytes.length ? Unreadable.foreign(bytes[end]) : null;
        try (JsonParser parser = parsers.open(bytes, body.start(), end)) {
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
            } else if (first == null && foreign != null) {
                throw malformed("the body " + foreign + Unreadable.place(parser.currentLocation()));
            } else {
                throw malformed(first == null ? "the body is empty" : "the body is neither an object nor an array");
            }
            if (!ParsedBody.isAtEnd(parser)) {
                throw malformed(
                        "something follows the first JSON value" + Unreadable.place(parser.currentTokenLocation())
                                + "; several objects go into an array, or one a line as application/x-ndjson");
            }
            if (foreign != null) {
                throw malformed("the body " + foreign + Unreadable.place(parser.currentLocation()));
            }
        } catch (TooDeepException e) {
            findings.unreadableFromHere(lineOfEvent, body.limits().tooDeep(Unreadable.pointer(parser, inArray)));
        } catch (JsonProcessingException e) {
            unreadable(parser, e);
        }
    }

    private void array(JsonParser parser) throws IOException {
        inArray = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (findings.events() == maxEvents) {
                throw new SluiceException(
                        Failure.TOO_LARGE,
                        "the request has more than " + maxEvents + " events; send them in smaller requests",
                        new Exceeded(Limit.EVENTS, maxEvents));
            }
            event(parser);
        }
        if (findings.events() == 0) {
            throw malformed("the array is empty; expected at least one event");
        }
    }

    private void event(JsonParser parser) throws IOException {
        inEvent = true;
        lineOfEvent = parser.currentTokenLocation().getLineNr();
        int start = body.start() + ParsedBody.startOf(parser);
        TreeReader reader = body.reader(parser);
        JsonValue event = reader.read();
        findings.event(lineOfEvent, start, body.start() + ParsedBody.endOf(parser), event, reader.fault());
        inEvent = false;
    }

    /** Within or before an event it is that event's fault; a text that doesn't even begin like events has none. */
    private void unreadable(JsonParser parser, JsonProcessingException problem) {
        String place = Unreadable.place(parser.currentLocation());
        String foreignHere = problem instanceof JsonEOFException ? foreign : null;
        if (!inArray && !inEvent) {
            throw malformed("the body " + (foreignHere == null ? Unreadable.reason(problem) : foreignHere) + place);
        }
        int line = inEvent ? lineOfEvent : parser.currentLocation().getLineNr();
        String pointer = Unreadable.pointer(parser, inArray);
        if (foreignHere != null) {
            findings.unreadableFromHere(line, new Fault(pointer, foreignHere + place));
        } else if (Unreadable.isHalfOfPair(problem)) {
            findings.notStorableFromHere(line, Unreadable.halfOfPair(parser, inArray));
        } else {
            findings.unreadableFromHere(line, Unreadable.fault(problem, body.limits(), pointer, place));
        }
    }

    private static SluiceException malformed(String detail) {
        return new SluiceException(Failure.MALFORMED, detail);
    }
}
