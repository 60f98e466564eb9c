package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Trouble entries as arrays: what {@code store_trouble.sql} takes. */
final class TroubleRows {
    /** An entry, and where it comes from. */
    private record Row(Trouble trouble, Batch batch, FetchedRecord record) {}

    private final List<Row> rows;

    private TroubleRows(List<Row> rows) {
        this.rows = rows;
    }

    static Step step(List<Trouble> entries, List<Batch> batches) {
        Map<PartitionKey, Batch> byKey = new HashMap<>();
        batches.forEach(batch -> byKey.put(batch.key(), batch));
        return new TroubleRows(entries.stream()
                        .map(entry -> row(
                                entry,
                                Objects.requireNonNull(byKey.get(entry.event().key()))))
                        .toList())
                .step();
    }

    private static Row row(Trouble entry, Batch batch) {
        int place = Math.toIntExact(entry.event().offset() - batch.offset());
        return new Row(entry, batch, batch.records().get(place));
    }

    private Step step() {
        return new Step(
                Sql.STORE_TROUBLE.text(),
                Tuple.tuple()
                        .addArrayOfString(column(row -> row.batch().stream().name(), String[]::new))
                        .addArrayOfUUID(column(row -> row.batch().topicId(), UUID[]::new))
                        .addArrayOfInteger(column(row -> row.batch().key().partition(), Integer[]::new))
                        .addArrayOfLong(column(row -> row.record().offset(), Long[]::new))
                        .addArrayOfInteger(column(row -> row.trouble().event().index(), Integer[]::new))
                        .addArrayOfLong(column(row -> row.record().appendTime(), Long[]::new))
                        .addArrayOfString(column(row -> row.record().client(), String[]::new))
                        .addArrayOfString(column(row -> row.trouble().stage(), String[]::new))
                        .addArrayOfString(column(row -> row.trouble().reason(), String[]::new))
                        .addArrayOfString(column(row -> orEmpty(row.trouble().sqlstate()), String[]::new))
                        .addArrayOfBuffer(column(row -> row.trouble().payload(), Buffer[]::new)));
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    private <T> T[] column(Function<Row, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
