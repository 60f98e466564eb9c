package io.sluice.kafka;

import io.sluice.message.WireVersion;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code sluice} of a record: {@code v=2;client=…;events=3;at=…;stream=…;key=…;crc=…}, documented in
 * docs/topic-format.md. Values are percent-encoded, unknown names are skipped, so that a later writer can add some.
 *
 * @param client         who sent the events
 * @param events         how many lines the value has
 * @param at             the edge's clock, in milliseconds since 1970; for show
 * @param streamVersion  version of the stream's file by which they were checked
 * @param idempotencyKey the sender's key, or null
 * @param bad            how many bad events the header {@code sluice-trouble} has
 * @param crc            CRC-32C of the value, as the low 32 bits
 */
record SluiceHeader(
        String client,
        int events,
        long at,
        String streamVersion,
        @Nullable String idempotencyKey,
        int bad,
        int crc) {
    /** More than any of ours has. */
    private static final int MAX_CHARACTERS = 200;

    static final String NAME = "sluice";
    private static final HexFormat HEX = HexFormat.of();

    /** What reading a header can end with. */
    sealed interface Parsed {}

    /** A header of ours. */
    record Good(SluiceHeader header) implements Parsed {}

    /** Written by a later release: its record must not be guessed at. */
    record UnknownVersion(String version) implements Parsed {}

    /** None, or not one of ours: somebody else wrote the record. */
    record Absent() implements Parsed {}

    /** The checksum that the header carries for a value. */
    static int crcOf(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value, 0, value.length);
        return (int) crc.getValue();
    }

    /** Its bytes; versions 1 and 2 differ in the number alone, since a trace has a header of its own. */
    byte[] format(int version) {
        StringBuilder text = new StringBuilder(96)
                .append("v=")
                .append(version)
                .append(";client=")
                .append(encode(client))
                .append(";events=")
                .append(events)
                .append(";at=")
                .append(at)
                .append(";stream=")
                .append(encode(streamVersion));
        if (idempotencyKey != null) {
            text.append(";key=").append(encode(idempotencyKey));
        }
        if (bad > 0) {
            text.append(";trouble=").append(bad);
        }
        return text.append(";crc=").append(HEX.toHexDigits(crc)).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a header's bytes; never throws. */
    static Parsed parse(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Absent();
        }
        try {
            return read(pairs(new String(bytes, StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException garbled) {
            return new Absent();
        }
    }

    private static Parsed read(Map<String, String> pairs) {
        String version = wanted(pairs, "v");
        if (!WireVersion.isKnown(version)) {
            return new UnknownVersion(version);
        }
        int events = Integer.parseInt(wanted(pairs, "events"));
        if (events < 1) {
            throw new IllegalArgumentException("no events");
        }
        return new Good(new SluiceHeader(
                bounded(wanted(pairs, "client"), MAX_CHARACTERS),
                events,
                Long.parseLong(wanted(pairs, "at")),
                bounded(wanted(pairs, "stream"), MAX_CHARACTERS),
                pairs.containsKey("key") ? bounded(wanted(pairs, "key"), MAX_CHARACTERS) : null,
                Integer.parseInt(pairs.getOrDefault("trouble", "0")),
                HexFormat.fromHexDigits(wanted(pairs, "crc"))));
    }

    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not name=value");
            }
            pairs.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
        }
        return pairs;
    }

    /** Anybody may write to a topic: what goes on to the next stage is short, and text that can be stored. */
    static String bounded(String value, int most) {
        if (value.length() > most || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("too long, or not to be read");
        }
        return value;
    }

    static String wanted(Map<String, String> pairs, String name) {
        String value = pairs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing " + name);
        }
        return value;
    }

    /** URLEncoder writes a blank as plus, for forms; here it is %20, as everybody's percent-decoding expects. */
    static String encode(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.".indexOf(c) >= 0;
            if (!plain) {
                return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            }
        }
        return value;
    }

    private static String decode(String value) {
        return value.indexOf('%') < 0 ? value : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
