package io.sluice.audit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of itself in its header, and whether that is true. Written after docs/topic-format.md and not after the
 * bridge: an audit by the code that stored would repeat its mistakes.
 *
 * @param client     who sent it; empty where the record can't be trusted
 * @param key        the request's Idempotency-Key, or null
 * @param isReadable whether header, checksum and count are as they should be; else the record is in trouble as a whole
 * @param isKnown    whether its format is of a version that this program knows
 */
record RecordHead(String client, @Nullable String key, boolean isReadable, boolean isKnown) {
    private static final RecordHead STRANGE = new RecordHead("", null, false, true);

    private static final Set<String> KNOWN = Set.of("1", "2");
    private static final Set<String> NEEDED = Set.of("v", "client", "events", "at", "stream", "crc");

    /**
     * @param lines of its value, those that aren't empty
     * @param bad   events in the other header
     */
    static RecordHead of(ConsumerRecord<byte[], byte[]> record, int lines, int bad) {
        Header header = record.headers().lastHeader("sluice");
        if (header == null || header.value() == null) {
            return STRANGE;
        }
        Map<String, String> said = new HashMap<>();
        for (String pair : new String(header.value(), StandardCharsets.US_ASCII).split(";", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2) {
                return STRANGE;
            }
            said.put(parts[0], parts[1]);
        }
        if (said.containsKey("v") && !KNOWN.contains(said.get("v"))) {
            return new RecordHead("", null, false, false);
        }
        if (!said.keySet().containsAll(NEEDED)) {
            return STRANGE;
        }
        return checked(record, said, lines, bad);
    }

    private static RecordHead checked(
            ConsumerRecord<byte[], byte[]> record, Map<String, String> said, int lines, int bad) {
        CRC32C crc = new CRC32C();
        if (record.value() != null) {
            crc.update(record.value());
        }
        try {
            String client = decoded(String.valueOf(said.get("client")));
            String key = said.containsKey("key") ? decoded(String.valueOf(said.get("key"))) : null;
            int events = Integer.parseInt(String.valueOf(said.get("events")));
            if (events < 1) {
                return STRANGE;
            }
            boolean isTrue = Long.parseLong(String.valueOf(said.get("crc")), 16) == crc.getValue()
                    && events == lines
                    && Integer.parseInt(said.getOrDefault("trouble", "0")) == bad;
            return new RecordHead(client, key, isTrue, true);
        } catch (IllegalArgumentException garbled) {
            return STRANGE;
        }
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
