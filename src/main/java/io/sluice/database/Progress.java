package io.sluice.database;

import java.time.Duration;

/**
 * How one partition gets on: what its backlog amounts to, when that would be stored, and since when nothing was. Events and
 * bytes of records that nobody has read yet are estimated from those that were stored. Written on one event loop; the figures
 * may be read from any thread.
 */
final class Progress {
    /** How much the newest look, or the newest batch, says of a rate or a mean. */
    private static final double NEWEST = 0.3;

    private volatile double eventsPerRecord = 1;
    private volatile double bytesPerRecord;
    private volatile double recordsPerSecond;
    private volatile long oldest;
    private boolean isKnown;
    private long storedRecords;
    private long lookedAt;
    private long movedAt;

    /** {@code nanos} as System::nanoTime. */
    Progress(long nanos) {
        this.lookedAt = nanos;
        this.movedAt = nanos;
    }

    /** A batch was committed; what comes after it was appended then (milliseconds since 1970, 0 when nobody has read it). */
    void stored(Batch batch, long nextAppendTime, long nanos) {
        int records = batch.records().size();
        double weight = isKnown ? NEWEST : 1;
        isKnown = true;
        eventsPerRecord = moved(eventsPerRecord, (double) batch.events() / records, weight);
        bytesPerRecord = moved(bytesPerRecord, (double) batch.bytes() / records, weight);
        storedRecords += records;
        oldest = nextAppendTime == 0 ? batch.appendTime() : nextAppendTime;
        movedAt = nanos;
    }

    /** The next record to store was read; before the first batch is stored it tells what records are like, too. */
    void read(Batch next) {
        oldest = next.records().get(0).appendTime();
        if (!isKnown) {
            int records = next.records().size();
            eventsPerRecord = (double) next.events() / records;
            bytesPerRecord = (double) next.bytes() / records;
        }
    }

    /** A look every few seconds: from the records stored since the last one follows the rate. */
    void look(boolean mayStand, long nanos) {
        double seconds = Math.max(1, nanos - lookedAt) / 1e9;
        recordsPerSecond = moved(recordsPerSecond, storedRecords / seconds, NEWEST);
        storedRecords = 0;
        lookedAt = nanos;
        if (mayStand) {
            movedAt = nanos;
        }
    }

    private static double moved(double mean, double newest, double weight) {
        return mean + weight * (newest - mean);
    }

    /** For how long nothing was stored although something should have been. */
    Duration stands(long nanos) {
        return Duration.ofNanos(nanos - movedAt);
    }

    /** The reader began anew: it has as long again. */
    void restarted(long nanos) {
        movedAt = nanos;
    }

    double events(long records) {
        return records * eventsPerRecord;
    }

    double bytes(long records) {
        return records * bytesPerRecord;
    }

    /** Seconds since the next record to store was appended, by {@code nowMillis}; of one that nobody has read yet, at most. */
    double age(long records, long nowMillis) {
        return records == 0 || oldest == 0 ? 0 : Math.max(0, nowMillis - oldest) / 1e3;
    }

    /** Seconds until so many records are stored; infinite while nothing is. */
    double secondsToDrain(long records) {
        return records == 0 ? 0 : recordsPerSecond < 1e-3 ? Double.POSITIVE_INFINITY : records / recordsPerSecond;
    }
}
