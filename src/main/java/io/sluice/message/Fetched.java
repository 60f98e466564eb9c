package io.sluice.message;

import java.util.List;

/**
 * Records of one partition, contiguous from the offset that was asked for; none when none came in time.
 *
 * @param logStart the first offset that the log still holds
 * @param logEnd   the next offset that the log will give (the high watermark): what is not yet fetched is the backlog
 * @param records  the records
 * @param goesOn   where the log has a hole at the offset that was asked for, the first offset that it has behind it; then
 *                 there are no records. Else {@link #NO_HOLE}
 */
public record Fetched(long logStart, long logEnd, List<FetchedRecord> records, long goesOn) implements Message {
    /** The log goes on where it was asked. */
    public static final long NO_HOLE = -1;

    public Fetched {
        records = List.copyOf(records);
    }

    /** An answer without a hole. */
    public Fetched(long logStart, long logEnd, List<FetchedRecord> records) {
        this(logStart, logEnd, records, NO_HOLE);
    }

    public boolean isHole() {
        return goesOn != NO_HOLE;
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
