package io.sluice.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger said of one stream's events in a transaction that compared ids.
 *
 * @param duplicates events that were stored before, byte for byte: nothing was stored for them
 * @param conflicts  events whose id another event had: entries of the trouble queue
 * @param bytes      of both
 */
record Judged(String stream, long duplicates, long conflicts, long bytes) {
    static Judged nothing(String stream) {
        return new Judged(stream, 0, 0, 0);
    }

    /** Both together: two topics may bring one stream's events. */
    Judged plus(Judged other) {
        return new Judged(stream, duplicates + other.duplicates, conflicts + other.conflicts, bytes + other.bytes);
    }

    /** What the statements of a transaction answered; those that compared nothing are left out. */
    static List<Judged> of(List<RowSet<Row>> answers) {
        List<Judged> all = new ArrayList<>();
        for (RowSet<Row> answer : answers) {
            for (Row row : answer) {
                if (row.getColumnIndex("duplicates") >= 0) {
                    all.add(new Judged(
                            row.getString("stream"),
                            row.getLong("duplicates"),
                            row.getLong("conflicts"),
                            row.getLong("bytes")));
                }
            }
        }
        return all;
    }
}
