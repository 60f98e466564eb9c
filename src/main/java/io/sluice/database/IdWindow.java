package io.sluice.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From when on ids have to be remembered: the window, counted back from what is stored. A partition that lags is still
 * going to bring events whose doubles were stored long ago, so the slowest one decides, whichever stream it is of.
 */
final class IdWindow {
    /** What is stored of one partition; {@code storedTo} is the append time of its last record, null before the first. */
    record Progress(
            String stream,
            UUID topicId,
            int partition,
            long next,
            @Nullable Long storedTo) {
        static Progress of(Row row) {
            return new Progress(
                    row.getString("stream"),
                    row.getUUID("topic_id"),
                    row.getInteger("partition"),
                    row.getLong("next_offset"),
                    row.getLong("stored_to"));
        }
    }

    private final Duration window;
    private final LogsSeen seen;

    IdWindow(Duration window, LogsSeen seen) {
        this.window = window;
        this.seen = seen;
    }

    /** Ids of records appended before it, in milliseconds since 1970, may go; 0 when none may. */
    long cutoff(RowSet<Row> partitions) {
        long slowest = seen.begunAt();
        for (Row row : partitions) {
            slowest = Math.min(slowest, storedTo(Progress.of(row)));
        }
        return Math.max(0, slowest - window.toMillis());
    }

    /** A log that was stored to its end is stored up to the look at it, less what the clocks may differ. */
    long storedTo(Progress progress) {
        if (seen.endsBy(progress.stream(), progress.topicId(), progress.partition(), progress.next())) {
            return seen.begunAt() - LogsSeen.SETTLED_MILLIS;
        }
        Long storedTo = progress.storedTo();
        return storedTo == null ? 0 : storedTo;
    }
}
