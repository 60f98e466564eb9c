package io.sluice.database;

import io.sluice.database.StatusRules.Entries;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.sluice.message.StatusRequest;
import io.sluice.message.Statuses;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers what became of accepted requests; from the offsets, since everything below the next one is stored. */
final class StatusReader {
    private final HeldConnection asking;
    private final StatusRules rules;

    StatusReader(HeldConnection asking, StatusRules rules) {
        this.asking = asking;
        this.rules = rules;
    }

    /** Fails with UNAVAILABLE when PostgreSQL can't be asked. */
    Future<Statuses> answer(StatusRequest request) {
        List<Position> asked = request.positions();
        return held(asked)
                .compose(held -> troubles(stored(asked, held)).map(troubles -> statuses(asked, held, troubles)))
                .recover(failure -> Future.failedFuture(
                        new SluiceException(Failure.UNAVAILABLE, "PostgreSQL can't be asked at present", failure)));
    }

    /** What PostgreSQL holds of each position's log, in the order of the positions. */
    private Future<List<StatusRules.Held>> held(List<Position> asked) {
        return asking.run(
                        Sql.POSITIONS,
                        Tuple.tuple()
                                .addArrayOfString(ArrayColumn.of(asked, Position::stream, String[]::new))
                                .addArrayOfUUID(ArrayColumn.of(asked, Position::topicId, UUID[]::new))
                                .addArrayOfInteger(ArrayColumn.of(asked, Position::partition, Integer[]::new))
                                .addArrayOfLong(ArrayColumn.of(asked, Position::offset, Long[]::new))
                                .addArrayOfLong(ArrayColumn.of(asked, Position::appendTime, Long[]::new)))
                .map(StatusReader::held);
    }

    private static List<StatusRules.Held> held(RowSet<Row> rows) {
        List<StatusRules.Held> held = new ArrayList<>();
        rows.forEach(row -> held.add(new StatusRules.Held(
                row.getLong("next_offset"),
                row.getBoolean("ended"),
                row.getBoolean("other_log"),
                row.getBoolean("day_dropped"),
                row.getBoolean("lost"))));
        return held;
    }

    private static List<Position> stored(List<Position> asked, List<StatusRules.Held> held) {
        List<Position> stored = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (held.get(i).isStored(asked.get(i))) {
                stored.add(asked.get(i));
            }
        }
        return stored;
    }

    /** The trouble entries of stored positions; while nothing of what is asked is stored, PostgreSQL isn't asked twice. */
    private Future<Map<Position, Entries>> troubles(List<Position> stored) {
        if (stored.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return asking.run(
                        Sql.TROUBLES_AT,
                        Tuple.tuple()
                                .addArrayOfUUID(ArrayColumn.of(stored, Position::topicId, UUID[]::new))
                                .addArrayOfInteger(ArrayColumn.of(stored, Position::partition, Integer[]::new))
                                .addArrayOfLong(ArrayColumn.of(stored, Position::offset, Long[]::new)))
                .map(rows -> {
                    Map<Position, Entries> troubles = new HashMap<>();
                    rows.forEach(row -> troubles.merge(
                            stored.get((int) (row.getLong("place") - 1)), Entries.of(row), Entries::plus));
                    return troubles;
                });
    }

    private Statuses statuses(List<Position> asked, List<StatusRules.Held> held, Map<Position, Entries> troubles) {
        List<Status> statuses = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Position position = asked.get(i);
            statuses.add(rules.status(position, held.get(i), troubles.getOrDefault(position, Entries.NONE)));
        }
        return new Statuses(statuses);
    }
}
