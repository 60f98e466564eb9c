package io.sluice.database;

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
import org.jspecify.annotations.Nullable;

/** Answers what became of accepted requests; from the offsets, since everything below the next one is stored. */
final class StatusReader {
    private final HeldConnection asking;

    StatusReader(HeldConnection asking) {
        this.asking = asking;
    }

    /** Fails with UNAVAILABLE when PostgreSQL can't be asked. */
    Future<Statuses> answer(StatusRequest request) {
        List<Position> asked = request.positions();
        return asking.run(
                        Sql.POSITIONS,
                        Tuple.tuple()
                                .addArrayOfString(ArrayColumn.of(asked, Position::stream, String[]::new))
                                .addArrayOfUUID(ArrayColumn.of(asked, Position::topicId, UUID[]::new))
                                .addArrayOfInteger(ArrayColumn.of(asked, Position::partition, Integer[]::new)))
                .compose(positions -> asking.run(
                                Sql.TROUBLES_AT,
                                Tuple.tuple()
                                        .addArrayOfUUID(ArrayColumn.of(asked, Position::topicId, UUID[]::new))
                                        .addArrayOfInteger(ArrayColumn.of(asked, Position::partition, Integer[]::new))
                                        .addArrayOfLong(ArrayColumn.of(asked, Position::offset, Long[]::new)))
                        .map(troubles -> statuses(asked, positions, troubles)))
                .recover(failure -> Future.failedFuture(
                        new SluiceException(Failure.UNAVAILABLE, "PostgreSQL can't be asked at present", failure)));
    }

    private static Statuses statuses(List<Position> asked, RowSet<Row> positions, RowSet<Row> troubles) {
        Map<Long, List<Status.Trouble>> byPlace = new HashMap<>();
        troubles.forEach(row -> byPlace.computeIfAbsent(row.getLong("place"), place -> new ArrayList<>())
                .add(new Status.Trouble(row.getInteger("event_index"), row.getString("reason"))));
        List<Status> statuses = new ArrayList<>();
        for (Row row : positions) {
            long place = row.getLong("place");
            statuses.add(status(
                    asked.get((int) place - 1), row.getLong("next_offset"), byPlace.getOrDefault(place, List.of())));
        }
        return new Statuses(statuses);
    }

    /**
     * {@code next} is null when nothing is stored from a log with the position's topic id: it waits there. Nothing is
     * called lost, since nobody has acknowledged a loss.
     */
    private static Status status(Position position, @Nullable Long next, List<Status.Trouble> troubles) {
        return next != null && next > position.offset()
                ? new Status(Status.State.STORED, stored(position, troubles), troubles)
                : new Status(Status.State.ACCEPTED, 0, List.of());
    }

    /** A record that went to the trouble queue as a whole is one entry, and none of its events is a row. */
    private static int stored(Position position, List<Status.Trouble> troubles) {
        boolean whole = troubles.stream().anyMatch(trouble -> trouble.index() == Status.Trouble.WHOLE_REQUEST);
        return whole ? 0 : Math.max(0, position.events() - troubles.size());
    }
}
