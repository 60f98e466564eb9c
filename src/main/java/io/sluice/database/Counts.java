package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the headers say was appended: the first column of the balance sheet. */
final class Counts {
    private static final long QUARTER_MILLIS = Duration.ofMinutes(15).toMillis();

    private record Cell(String client, String stream, long quarter, int partition) {}

    private Counts() {}

    static Step appended(List<Batch> batches) {
        Map<Cell, Long> cells = new LinkedHashMap<>();
        for (Batch batch : batches) {
            for (FetchedRecord record : batch.records()) {
                Cell cell = new Cell(
                        record.client(),
                        batch.stream().name(),
                        quarter(record.appendTime()),
                        batch.key().partition());
                cells.merge(cell, (long) record.events(), Long::sum);
            }
        }
        List<Cell> keys = new ArrayList<>(cells.keySet());
        return new Step(
                Sql.COUNT_APPENDED.text(),
                Tuple.of(
                        keys.stream().map(Cell::client).toArray(String[]::new),
                        keys.stream().map(Cell::stream).toArray(String[]::new),
                        keys.stream().map(Cell::quarter).toArray(Long[]::new),
                        keys.stream().map(Cell::partition).toArray(Integer[]::new),
                        keys.stream().map(cells::get).toArray(Long[]::new)));
    }

    /** The beginning of the quarter of an hour, in milliseconds since 1970. */
    static long quarter(long millis) {
        return Math.floorDiv(millis, QUARTER_MILLIS) * QUARTER_MILLIS;
    }
}
