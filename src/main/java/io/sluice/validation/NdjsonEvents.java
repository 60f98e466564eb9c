package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.SluiceException;
import io.sluice.validation.TreeReader.TooDeepException;
import java.io.IOException;

/**
 * Reads a body that has one object a line. Lines end in LF or CR LF, the last one needn't; blank lines are passed over.
 * A line that is no JSON is one bad event: the next line is read all the same.
 */
final class NdjsonEvents {
    /** Lines that are no JSON, after which the rest isn't read: telling why each is none costs more than reading it. */
    static final int MOST_UNREADABLE = 1_000;

    private final ParsedBody body;
    private final Findings findings;
    private final int maxEvents;

    NdjsonEvents(ParsedBody body, Findings findings, int maxEvents) {
        this.body = body;
        this.findings = findings;
        this.maxEvents = maxEvents;
    }

    /** @throws SluiceException MALFORMED or TOO_LARGE, where the request as a whole is at fault */
    void read(Parsers parsers) throws IOException {
        byte[] bytes = body.bytes();
        int line = 0;
        int at = body.start();
        while (at < bytes.length && findings.unreadable() < MOST_UNREADABLE) {
            int end = endOfLine(bytes, at);
            line++;
            int first = at;
            while (first < end && isBlank(bytes[first])) {
                first++;
            }
            if (first < end) {
                line(parsers, line, first, lastOf(bytes, end));
            }
            at = end + 1;
        }
        if (at < bytes.length) {
            findings.leavesRest();
        }
        if (findings.events() == 0) {
            throw new SluiceException(Failure.MALFORMED, "the body holds no event; expected one object a line");
        }
    }

    private void line(Parsers parsers, int line, int start, int end) throws IOException {
        if (findings.events() == maxEvents) {
            throw new SluiceException(
                    Failure.TOO_LARGE,
                    "line " + line + ": the request has more than " + maxEvents
                            + " events; send them in smaller requests",
                    new Exceeded(Limit.EVENTS, maxEvents));
        }
        if (ParsedBody.markAt(body.bytes(), start)) {
            findings.unreadable(
                    line,
                    start,
                    end,
                    new Fault("", "begins with a byte order mark, which stands only at a body's start"));
            return;
        }
        int foreign = body.firstForeign(start, end);
        if (foreign < end) {
            String reason = Unreadable.foreign(body.bytes()[foreign]) + place(foreign - start);
            findings.unreadable(line, start, end, new Fault("", reason));
            return;
        }
        try (JsonParser parser = parsers.open(body.bytes(), start, end)) {
            line(parser, line, start, end);
        }
    }

    private void line(JsonParser parser, int line, int start, int lineEnd) throws IOException {
        try {
            parser.nextToken();
            TreeReader reader = body.reader(parser);
            JsonValue event = reader.read();
            int end = start + ParsedBody.endOf(parser);
            if (ParsedBody.isAtEnd(parser)) {
                findings.event(line, start, end, event, reader.fault());
            } else {
                findings.unreadable(
                        line,
                        start,
                        lineEnd,
                        new Fault("", "something follows the first value of the line; expected one object a line"));
            }
        } catch (TooDeepException e) {
            findings.unreadable(line, start, lineEnd, body.limits().tooDeep(Unreadable.pointer(parser, false)));
        } catch (JsonProcessingException e) {
            if (Unreadable.isHalfOfPair(e)) {
                findings.notStorable(line, start, lineEnd, Unreadable.halfOfPair(parser, false));
            } else {
                String place = place(ParsedBody.endOf(parser));
                findings.unreadable(
                        line,
                        start,
                        lineEnd,
                        Unreadable.fault(e, body.limits(), Unreadable.pointer(parser, false), place));
            }
        }
    }

    private static String place(int offset) {
        return ", at byte " + (offset + 1) + " of the line's JSON";
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Where a line ends that isn't blank, without the white space there. */
    private static int lastOf(byte[] bytes, int end) {
        int at = end;
        while (isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
