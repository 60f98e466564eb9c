package io.sluice.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The bad events of a lenient request, which its record carries in a header of their own, as docs/topic-format.md has it. */
final class BadOnes {
    private BadOnes() {}

    /** Their bytes by index; null where the header isn't as it should be. */
    static @Nullable SortedMap<Integer, byte[]> of(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("sluice-trouble");
        SortedMap<Integer, byte[]> bad = new TreeMap<>();
        if (header == null || header.value() == null) {
            return bad;
        }
        for (String line : new String(header.value(), StandardCharsets.US_ASCII).split("\n", -1)) {
            if (!add(line, bad)) {
                return null;
            }
        }
        return bad;
    }

    private static boolean add(String line, SortedMap<Integer, byte[]> bad) {
        String[] parts = line.split(";", -1);
        if (parts.length < 3 || !parts[0].startsWith("index=") || !parts[2].startsWith("event=")) {
            return false;
        }
        try {
            int index = Integer.parseInt(parts[0].substring("index=".length()));
            byte[] event = Base64.getDecoder().decode(parts[2].substring("event=".length()));
            return bad.put(index, event) == null;
        } catch (IllegalArgumentException garbled) {
            return false;
        }
    }
}
