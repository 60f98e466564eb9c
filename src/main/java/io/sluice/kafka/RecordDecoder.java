package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Defect;
import io.sluice.message.EventLines;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
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
                : fetched(record, null, 1, Defect.NO_HEADER, value);
    }

    private static FetchedRecord ours(ConsumerRecord<byte[], byte[]> record, SluiceHeader header, byte[] value) {
        Defect defect = defect(header, value);
        return fetched(record, header, defect == null ? header.events() : 1, defect, value);
    }

    private static @Nullable Defect defect(SluiceHeader header, byte[] value) {
        if (SluiceHeader.crcOf(value) != header.crc()) {
            return Defect.CRC;
        }
        return EventLines.count(value) == header.events() ? null : Defect.COUNT;
    }

    private static FetchedRecord fetched(
            ConsumerRecord<byte[], byte[]> record,
            @Nullable SluiceHeader header,
            int events,
            @Nullable Defect defect,
            byte[] value) {
        return new FetchedRecord(
                record.offset(),
                record.timestamp(),
                record.leaderEpoch().orElse(-1),
                header == null ? "" : header.client(),
                header == null ? "" : header.streamVersion(),
                events,
                header == null ? null : header.idempotencyKey(),
                defect,
                Buffer.buffer(value));
    }
}
