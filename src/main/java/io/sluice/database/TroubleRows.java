package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
                        .addArrayOfString(
                                ArrayColumn.of(rows, row -> row.batch().stream().name(), String[]::new))
                        .addArrayOfUUID(ArrayColumn.of(rows, row -> row.batch().topicId(), UUID[]::new))
                        .addArrayOfInteger(
                                ArrayColumn.of(rows, row -> row.batch().key().partition(), Integer[]::new))
                        .addArrayOfLong(ArrayColumn.of(rows, row -> row.record().offset(), Long[]::new))
                        .addArrayOfInteger(ArrayColumn.of(
                                rows, row -> row.trouble().event().index(), Integer[]::new))
                        .addArrayOfLong(ArrayColumn.of(rows, row -> row.record().appendTime(), Long[]::new))
                        .addArrayOfString(
                                ArrayColumn.of(rows, row -> row.record().client(), String[]::new))
                        .addArrayOfString(
                                ArrayColumn.of(rows, row -> row.trouble().stage(), String[]::new))
                        .addArrayOfString(
                                ArrayColumn.of(rows, row -> row.trouble().reason(), String[]::new))
                        .addArrayOfString(ArrayColumn.of(
                                rows, row -> orEmpty(row.trouble().sqlstate()), String[]::new))
                        .addArrayOfBuffer(
                                ArrayColumn.of(rows, row -> row.trouble().payload(), Buffer[]::new))
                        .addArrayOfString(
                                ArrayColumn.of(rows, row -> row.record().idempotencyKey(), String[]::new)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
