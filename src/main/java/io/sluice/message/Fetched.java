package io.sluice.message;

import java.util.List;

/**
 * Records of one partition, contiguous from the offset that was asked for; none when none came in time.
 *
 * @param logStart the first offset that the log still holds
 * @param logEnd   the next offset that the log will give (the high watermark): what is not yet fetched is the backlog
 * @param records  the records
 */
public record Fetched(long logStart, long logEnd, List<FetchedRecord> records) implements Message {
    public Fetched {
        records = List.copyOf(records);
    }

    /** What the log held when the answer was given. */
    public LogRange log() {
        return new LogRange(logStart, logEnd);
    }

    @Override
    public String toString() {
        return "Fetched[" + records.size() + " records, log " + logStart + ".." + logEnd + "]";
    }
}
