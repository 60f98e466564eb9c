package io.sluice.validation;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads trusted texts: schemas. */
final class Trees {
    private static final EventLimits LIMITS = new EventLimits(200, 50_000, 400, 1_000, 1 << 20);
    private static final Parsers PARSERS = new Parsers(LIMITS);

    private Trees() {}

    /** @throws UncheckedIOException where the text is no JSON; IllegalArgumentException where a value is out of bounds */
    static JsonValue parse(byte[] text) {
        try (JsonParser parser = PARSERS.open(text, 0, text.length)) {
            parser.nextToken();
            TreeReader reader = new TreeReader(parser, LIMITS, true, null);
            JsonValue value = reader.read();
            Fault fault = reader.fault();
            if (fault != null) {
                throw new IllegalArgumentException(fault.pointer() + ": " + fault.reason());
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
