package io.sluice.cli.audit;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in Kafka, or a record that nobody can read, which counts as one.
 *
 * @param isWhole whether it stands for a whole record
 * @param bytes   its own
 */
record KafkaEvent(
        long offset,
        int index,
        long appendTime,
        String client,
        @Nullable String key,
        boolean isWhole,
        Buffer bytes) {

    /** The events of a record, in order; a record that can't be read is one. */
    static List<KafkaEvent> of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        List<byte[]> lines = lines(value);
        RecordHead head = RecordHead.of(
                record, (int) lines.stream().filter(line -> line.length > 0).count());
        if (!head.isKnown()) {
            throw new AuditException("the record at offset " + record.offset() + " of partition " + record.partition()
                    + " has a header of another version: audit it with the release that wrote it");
        }
        if (!head.isReadable()) {
            // The client of a record whose header is ours counts, though its value can't be trusted.
            return List.of(new KafkaEvent(
                    record.offset(), 0, record.timestamp(), head.client(), head.key(), true, Buffer.buffer(value)));
        }
        List<KafkaEvent> events = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length > 0) {
                events.add(new KafkaEvent(
                        record.offset(),
                        i,
                        record.timestamp(),
                        head.client(),
                        head.key(),
                        false,
                        Buffer.buffer(lines.get(i))));
            }
        }
        return events;
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
    String text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
            return isWhole || text.indexOf('\0') >= 0 ? "" : text;
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
