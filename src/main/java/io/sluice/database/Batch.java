package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.message.FetchedRecord;
import java.util.List;
import java.util.UUID;

/** Records of one partition that are to be stored together, contiguous from {@code offset} and at least one. */
record Batch(PartitionKey key, Stream stream, UUID topicId, long epoch, long offset, List<FetchedRecord> records) {
    Batch {
        records = List.copyOf(records);
    }

    /** The offset that comes after this batch. */
    long nextOffset() {
        return last().offset() + 1;
    }

    int leaderEpoch() {
        return last().leaderEpoch();
    }

    /** Kafka's clock at the last record, in milliseconds since 1970. */
    long appendTime() {
        return last().appendTime();
    }

    /** By the headers. */
    long events() {
        return records.stream().mapToLong(FetchedRecord::total).sum();
    }

    long bytes() {
        return records.stream().mapToLong(record -> record.value().length()).sum();
    }

    Batch withRecords(List<FetchedRecord> others) {
        return new Batch(key, stream, topicId, epoch, offset, others);
    }

    private FetchedRecord last() {
        return records.get(records.size() - 1);
    }

    @Override
    public String toString() {
        return "Batch[" + key + ", " + records.size() + " records from " + offset + "]";
    }
}
