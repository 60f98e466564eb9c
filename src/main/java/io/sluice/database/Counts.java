package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the headers say was appended: the first column of the balance sheet. */
final class Counts {
    /** Records that Kafka wrote at once have one time: a batch has few cells. The quarter of an hour is the server's to find. */
    private record Cell(String client, String stream, long appendTime, int partition) {}

    private Counts() {}

    static Step appended(List<Batch> batches) {
        Map<Cell, Long> cells = new LinkedHashMap<>();
        for (Batch batch : batches) {
            for (FetchedRecord record : batch.records()) {
                Cell cell = new Cell(
                        record.client(),
                        batch.stream().name(),
                        record.appendTime(),
                        batch.key().partition());
                cells.merge(cell, (long) record.total(), Long::sum);
            }
        }
        List<Map.Entry<Cell, Long>> rows = List.copyOf(cells.entrySet());
        return new Step(
                Sql.COUNT_APPENDED.text(),
                Tuple.of(
                        ArrayColumn.of(rows, row -> row.getKey().client(), String[]::new),
                        ArrayColumn.of(rows, row -> row.getKey().stream(), String[]::new),
                        ArrayColumn.of(rows, row -> row.getKey().appendTime(), Long[]::new),
                        ArrayColumn.of(rows, row -> row.getKey().partition(), Integer[]::new),
                        ArrayColumn.of(rows, Map.Entry::getValue, Long[]::new)));
    }
}
