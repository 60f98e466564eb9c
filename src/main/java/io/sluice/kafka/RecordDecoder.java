package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.BadEvent;
import io.sluice.message.Defect;
import io.sluice.message.EventLines;
import io.sluice.message.FetchedRecord;
import io.sluice.message.TraceParent;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Makes what the database stores out of what lies in Kafka, and checks it on the way. Pure. */
final class RecordDecoder {
    private RecordDecoder() {}

    /**
     * The record, with its defect if it has one.
     *
     * @throws SluiceException LOG_GAP for a header of a later release: the partition stops there
     */
    static FetchedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Header header = record.headers().lastHeader(SluiceHeader.NAME);
        SluiceHeader.Parsed parsed = SluiceHeader.parse(header == null ? null : header.value());
        if (parsed instanceof SluiceHeader.UnknownVersion unknown) {
            throw new SluiceException(
                    Failure.LOG_GAP,
                    "the record at offset " + record.offset() + " of " + record.topic() + '-' + record.partition()
                            + " has a header of version " + unknown.version()
                            + ", which this release can't read: run one that can");
        }
        return parsed instanceof SluiceHeader.Good good
                ? ours(record, good.header(), value)
                : fetched(record, null, 1, Defect.NO_HEADER, value, List.of());
    }

    private static FetchedRecord ours(ConsumerRecord<byte[], byte[]> record, SluiceHeader header, byte[] value) {
        Header trouble = record.headers().lastHeader(TroubleHeader.NAME);
        List<BadEvent> bad = TroubleHeader.parse(trouble == null ? null : trouble.value());
        Defect defect = defect(header, value, bad);
        return defect == null && bad != null
                ? fetched(record, header, header.events(), null, value, bad)
                : fetched(record, header, 1, defect, value, List.of());
    }

    private static @Nullable Defect defect(SluiceHeader header, byte[] value, @Nullable List<BadEvent> bad) {
        if (SluiceHeader.crcOf(value) != header.crc()) {
            return Defect.CRC;
        }
        boolean countsRight = EventLines.count(value) == header.events()
                && bad != null
                && bad.size() == header.bad()
                && areApart(value, bad);
        return countsRight ? null : Defect.COUNT;
    }

    /** Each event of a record has an index of its own: where one is bad, the value has none. */
    private static boolean areApart(byte[] value, List<BadEvent> bad) {
        if (bad.isEmpty()) {
            return true;
        }
        BitSet good = EventLines.places(value);
        return bad.stream().noneMatch(event -> good.get(event.index()));
    }

    private static @Nullable String trace(@Nullable Header header) {
        return header == null || header.value() == null
                ? null
                : TraceParent.valid(new String(header.value(), StandardCharsets.US_ASCII));
    }

    private static FetchedRecord fetched(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable SluiceHeader header,
            int events,
            @Nullable Defect defect,
            byte[] value,
            List<BadEvent> bad) {
        return new FetchedRecord(
                record.offset(),
                record.timestamp(),
                record.leaderEpoch().orElse(-1),
                header == null ? "" : header.client(),
                header == null ? "" : header.streamVersion(),
                events,
                header == null ? null : header.idempotencyKey(),
                header == null ? null : trace(record.headers().lastHeader(TraceParent.NAME)),
                defect,
                Buffer.buffer(value),
                bad);
    }
}
