package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.message.FetchedRecord;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of one stream as arrays, one element a record: what {@code store_rows.sql} splits, casts and lifts. The
 * events' bytes pass as they are.
 */
final class Rows {
    private final UUID topicId;
    private final List<Long> appendTimes = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private final List<@Nullable String> requestKeys = new ArrayList<>();
    private final List<Integer> partitions = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    private Rows(UUID topicId) {
        this.topicId = topicId;
    }

    /** All batches are of one stream; what is in trouble is left out. */
    static Rows of(List<Batch> batches, Troubles troubles) {
        Rows rows = new Rows(batches.get(0).topicId());
        for (Batch batch : batches) {
            for (FetchedRecord record : batch.records()) {
                if (record.defect() == null) {
                    rows.add(batch.key().partition(), record, troubles.remaining(batch.key(), record));
                }
            }
        }
        return rows;
    }

    /** Single events, each as if it were a record of its own: to find out which of them PostgreSQL refuses. */
    static Rows ofEvents(UUID topicId, List<Candidate> candidates) {
        Rows rows = new Rows(topicId);
        candidates.forEach(
                event -> rows.add(event.ref().key().partition(), event.record(), Lines.text(event.payload())));
        return rows;
    }

    /** One event at its place in its record: those before it are taken out, as if they were in trouble. */
    static Rows ofEvent(UUID topicId, int partition, FetchedRecord record, int index) {
        Rows rows = new Rows(topicId);
        rows.add(partition, record, "\n".repeat(index) + Lines.text(record.value()));
        return rows;
    }

    private void add(int partition, FetchedRecord record, String value) {
        appendTimes.add(record.appendTime());
        clients.add(record.client());
        requestKeys.add(record.idempotencyKey());
        partitions.add(partition);
        offsets.add(record.offset());
        values.add(value);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** What stores them in the place of whatever had their ids. */
    List<Step> stepsThatReplace(Stream stream) {
        return haveIds(stream)
                ? List.of(new Step(StoreStatement.replace(stream), arguments()), step(stream))
                : List.of(step(stream));
    }

    private boolean haveIds(Stream stream) {
        return stream.file().id() != null || requestKeys.stream().anyMatch(Objects::nonNull);
    }

    /** What stores them, in order: one statement, or two when some may have an id. */
    List<Step> steps(Stream stream, IdCheck check) {
        if (!haveIds(stream)) {
            return List.of(step(stream));
        }
        Step claim = new Step(StoreStatement.claim(stream, check), arguments());
        return switch (check) {
            case CLAIM -> List.of(claim, step(stream));
            case COMPARE -> List.of(claim, new Step(StoreStatement.firstRows(stream), arguments()));
        };
    }

    /** Stores them all, whatever their ids. */
    Step step(Stream stream) {
        return new Step(StoreStatement.rows(stream), arguments());
    }

    private Tuple arguments() {
        return Tuple.tuple()
                .addUUID(topicId)
                .addArrayOfLong(appendTimes.toArray(Long[]::new))
                .addArrayOfString(clients.toArray(String[]::new))
                .addArrayOfString(requestKeys.toArray(String[]::new))
                .addArrayOfInteger(partitions.toArray(Integer[]::new))
                .addArrayOfLong(offsets.toArray(Long[]::new))
                .addArrayOfString(values.toArray(String[]::new));
    }
}
