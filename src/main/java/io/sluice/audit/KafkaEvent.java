package io.sluice.audit;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in Kafka, or a record that nobody can read, which counts as one.
 *
 * @param isNoRow whether it can't be a row as it is: it stands for a whole record, or was bad and came with good ones
 * @param bytes   its own
 */
public record KafkaEvent(
        long offset,
        int index,
        long appendTime,
        String client,
        @Nullable String key,
        boolean isNoRow,
        Buffer bytes) {

    /** As many bad events no header announces: the record is in trouble as a whole. */
    private static final int UNREADABLE = -1;

    /** The events of a record, in order; a record that can't be read is one. */
    static List<KafkaEvent> of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        List<byte[]> lines = lines(value);
        SortedMap<Integer, byte[]> bad = BadOnes.of(record);
        RecordHead head = RecordHead.of(
                record,
                (int) lines.stream().filter(line -> line.length > 0).count(),
                bad == null || bad.keySet().stream().anyMatch(index -> isTaken(lines, index))
                        ? UNREADABLE
                        : bad.size());
        if (!head.isKnown()) {
            throw new AuditException("the record at offset " + record.offset() + " of partition " + record.partition()
                    + " has a header of another version: audit it with the release that wrote it");
        }
        if (!head.isReadable()) {
            // The client of a record whose header is ours counts, though its value can't be trusted.
            return List.of(new KafkaEvent(
                    record.offset(), 0, record.timestamp(), head.client(), head.key(), true, Buffer.buffer(value)));
        }
        SortedMap<Integer, KafkaEvent> events = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length > 0) {
                events.put(i, event(record, head, i, false, lines.get(i)));
            }
        }
        if (bad != null) {
            bad.forEach((index, bytes) -> events.put(index, event(record, head, index, true, bytes)));
        }
        return List.copyOf(events.values());
    }

    private static boolean isTaken(List<byte[]> lines, int index) {
        return index < 0 || (index < lines.size() && lines.get(index).length > 0);
    }

    private static KafkaEvent event(
            ConsumerRecord<byte[], byte[]> record, RecordHead head, int index, boolean isNoRow, byte[] bytes) {
        return new KafkaEvent(
                record.offset(), index, record.timestamp(), head.client(), head.key(), isNoRow, Buffer.buffer(bytes));
    }

    private static List<byte[]> lines(byte[] value) {
        List<byte[]> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= value.length; i++) {
            if (i == value.length || value[i] == '\n') {
                lines.add(Arrays.copyOfRange(value, begin, i));
                begin = i + 1;
            }
        }
        return lines;
    }

    /** Its text, as PostgreSQL may be given it; empty, which is no JSON, for bytes that can't be one. */
    public String text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
            return isNoRow || text.indexOf('\0') >= 0 ? "" : text;
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    /** As PostgreSQL's {@code md5(bytea)}. */
    String md5() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public String toString() {
        return "KafkaEvent[offset " + offset + ", index " + index + ", " + bytes.length() + " bytes]";
    }
}
