package io.sluice.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL has, in the order of the log, taken from the server in portions. */
final class Cursor {
    private final ResultSet rows;
    private @Nullable Stored next;

    Cursor(ResultSet rows) throws SQLException {
        this.rows = rows;
        step();
    }

    /** Hands on what comes of this partition's own topic below the offset, one by one: nobody knows how much that is. */
    void takeBelow(int partition, long offset, Consumer<Stored> taker) throws SQLException {
        for (Stored at = next; at != null && isBelow(at, partition, offset); at = next) {
            taker.accept(at);
            step();
        }
    }

    private static boolean isBelow(Stored at, int partition, long offset) {
        return at.partition() == partition && at.isOwn() && at.offset() < offset;
    }

    /** Passes over what comes below the offset, and says how many that were. */
    long passBelow(int partition, long offset) throws SQLException {
        long passed = 0;
        for (Stored at = next; at != null && isBelow(at, partition, offset); at = next) {
            passed++;
            step();
        }
        return passed;
    }

    /**
     * Passes over what comes before the partition, and of its earlier topics, and says how many those were. What is of the
     * topic itself, but of a partition that nobody knows, goes to {@code unknown}.
     */
    long passOthers(int partition, Consumer<Stored> unknown) throws SQLException {
        long passed = 0;
        for (Stored at = next; at != null && isOther(at, partition); at = next) {
            if (at.isOwn()) {
                unknown.accept(at);
            } else {
                passed++;
            }
            step();
        }
        return passed;
    }

    private static boolean isOther(Stored at, int partition) {
        return at.partition() < partition || (at.partition() == partition && !at.isOwn());
    }

    private void step() throws SQLException {
        next = rows.next()
                ? new Stored(
                        rows.getBoolean("own"),
                        rows.getInt("kafka_partition"),
                        rows.getLong("kafka_offset"),
                        rows.getInt("event_index"),
                        rows.getString("client"),
                        rows.getLong("received_ms"),
                        rows.getString("md5"),
                        rows.getString("state"),
                        rows.getBoolean("touched"))
                : null;
    }
}
