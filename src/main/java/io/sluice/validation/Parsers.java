package io.sluice.validation;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/**
 * Makes strict parsers: no comments, no NaN, no single quotes (all off in Jackson unless asked for), and every length
 * bounded. Thread-safe. Members that stand twice are found by {@link TreeReader}, at no cost, as it builds its tree.
 */
final class Parsers {
    /** The array around the events, and one more so that our own bound, with its better message, is the first. */
    private static final int AROUND = 2;

    /** Characters of a sender's text that an error's message may hold. */
    private static final int MAX_TOKEN_SHOWN = 20;

    private final JsonFactory factory;

    Parsers(EventLimits limits) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(limits.text())
                        .maxNameLength(limits.name())
                        // Looked at by NumberLimit: a long number is one event's fault, not the end of the body.
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxNestingDepth(limits.depth() + AROUND)
                        .build())
                .errorReportConfiguration(ErrorReportConfiguration.builder()
                        .maxErrorTokenLength(MAX_TOKEN_SHOWN)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Interned names would fill the JVM's table with whatever senders make up.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** Reads a part of the bytes, which hold no zero byte and begin with no byte order mark. The parser counts from start. */
    JsonParser open(byte[] bytes, int start, int end) throws IOException {
        return factory.createParser(bytes, start, end - start);
    }
}
