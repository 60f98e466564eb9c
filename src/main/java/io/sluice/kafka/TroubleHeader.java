package io.sluice.kafka;

import io.sluice.message.BadEvent;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code sluice-trouble} of a record: a lenient request's bad events, a line each, in order of their index:
 * {@code index=3;reason=at%20%2Fa%3A%20…;event=eyJhIjoiIn0=}, documented in docs/topic-format.md.
 */
final class TroubleHeader {
    static final String NAME = "sluice-trouble";

    /** More than any reason of ours has. */
    private static final int MAX_REASON_CHARACTERS = 1_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private TroubleHeader() {}

    /** One header, or none where there is nothing bad. */
    static List<Header> of(List<BadEvent> bad) {
        return bad.isEmpty() ? List.of() : List.of(new RecordHeader(NAME, format(bad)));
    }

    private static byte[] format(List<BadEvent> bad) {
        StringBuilder text = new StringBuilder();
        for (BadEvent event : bad) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append("index=")
                    .append(event.index())
                    .append(";reason=")
                    .append(SluiceHeader.encode(CONTROL.matcher(event.reason()).replaceAll("?")))
                    .append(";event=")
                    .append(Base64.getEncoder().encodeToString(event.event().getBytes()));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The bad events; null where this isn't what we would write. Never throws. */
    static @Nullable List<BadEvent> parse(byte @Nullable [] bytes) {
        List<BadEvent> bad = new ArrayList<>();
        if (bytes == null) {
            return bad;
        }
        try {
            int next = 0;
            for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\n", -1)) {
                BadEvent event = event(SluiceHeader.pairs(line));
                if (event.index() < next) {
                    return null;
                }
                next = event.index() + 1;
                bad.add(event);
            }
            return bad;
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    private static BadEvent event(Map<String, String> pairs) {
        return new BadEvent(
                Integer.parseInt(SluiceHeader.wanted(pairs, "index")),
                SluiceHeader.bounded(SluiceHeader.wanted(pairs, "reason"), MAX_REASON_CHARACTERS),
                Buffer.buffer(Base64.getDecoder().decode(SluiceHeader.wanted(pairs, "event"))));
    }
}
