package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the days whose stream's retention is over, under the maintenance role. The database itself refuses a day that is on
 * hold, not complete, in trouble or not balanced ({@code sluice.drop_day}); it stays, is logged, and is tried again. Every
 * node does it; what another one dropped is gone. Used on one event loop.
 */
final class DayEnds {
    private static final Logger LOG = LoggerFactory.getLogger(DayEnds.class);

    /** What drop_day raises. */
    private static final String STAYS = "SL005";

    /** A large day is counted before it goes. */
    private static final Duration COUNTING = Duration.ofMinutes(30);

    /** A stream whose days end so long after themselves. */
    private record Ending(String stream, Duration retention) {}

    private record Day(String stream, LocalDate date) {}

    private final Connections connections;
    private final Streams streams;
    private final IdWindow stored;
    private final Clock clock;
    private boolean running;

    /** {@code stored} tells how far a partition is stored. */
    DayEnds(Connections connections, Streams streams, IdWindow stored, Clock clock) {
        this.connections = connections;
        this.streams = streams;
        this.stored = stored;
        this.clock = clock;
    }

    /** One look at all streams, unless the last one isn't done. Fails with what the database said. */
    Future<Void> look() {
        List<Ending> ending = new ArrayList<>();
        for (Stream stream : streams.all()) {
            Duration retention = stream.file().retention();
            if (retention != null) {
                ending.add(new Ending(stream.name(), retention));
            }
        }
        if (running || ending.isEmpty()) {
            return Future.succeededFuture();
        }
        running = true;
        return connections
                .maintenance("days")
                .compose(connection -> look(connection, ending).eventually(() -> Deadline.close(connection)))
                .onComplete(done -> running = false);
    }

    private Future<Void> look(PgConnection connection, List<Ending> ending) {
        return run(connection, Sql.NO_STATEMENT_TIMEOUT, Tuple.tuple())
                .compose(unlimited -> run(connection, Sql.PROGRESS, Tuple.tuple()))
                .compose(progress -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Ending stream : ending) {
                        Instant storedTo = storedTo(stream.stream(), progress);
                        done = done.compose(before -> drop(connection, stream, storedTo));
                    }
                    return done;
                });
    }

    /** By the slowest of the stream's partitions. */
    private Instant storedTo(String stream, RowSet<Row> partitions) {
        long slowest = clock.millis();
        for (Row row : partitions) {
            if (row.getString("stream").equals(stream)) {
                slowest = Math.min(slowest, stored.storedTo(IdWindow.Progress.of(row)));
            }
        }
        return Instant.ofEpochMilli(slowest);
    }

    private Future<Void> drop(PgConnection connection, Ending ending, Instant storedTo) {
        Instant before = clock.instant().minus(ending.retention());
        return run(connection, Sql.DAYS_BEFORE, Tuple.of(ending.stream(), before.atOffset(ZoneOffset.UTC)))
                .compose(rows -> {
                    List<Day> days = new ArrayList<>();
                    rows.forEach(row -> days.add(new Day(ending.stream(), row.getLocalDate("day"))));
                    Future<Void> done = Future.succeededFuture();
                    for (Day day : days) {
                        done = done.compose(earlier -> drop(connection, day, storedTo));
                    }
                    return done;
                });
    }

    private static Future<Void> drop(PgConnection connection, Day day, Instant storedTo) {
        return run(connection, Sql.DROP_DAY, Tuple.of(day.stream(), day.date(), storedTo.atOffset(ZoneOffset.UTC)))
                .onSuccess(rows -> LOG.atInfo()
                        .addKeyValue("stream", day.stream())
                        .addKeyValue("day", day.date())
                        .addKeyValue("rows", rows.iterator().next().getLong("rows"))
                        .log("a day was dropped: its stream's retention is over"))
                .<Void>mapEmpty()
                .recover(failure -> stays(day, failure));
    }

    private static Future<Void> stays(Day day, Throwable failure) {
        if (!(failure instanceof PgException answer) || !STAYS.equals(answer.getSqlState())) {
            return Future.failedFuture(failure);
        }
        LOG.atWarn()
                .addKeyValue("stream", day.stream())
                .addKeyValue("day", day.date())
                .addKeyValue("reason", answer.getErrorMessage())
                .log("a day stays though its stream's retention is over");
        return Future.succeededFuture();
    }

    private static Future<RowSet<Row>> run(PgConnection connection, Sql statement, Tuple arguments) {
        return Deadline.on(
                connection, COUNTING, connection.preparedQuery(statement.text()).execute(arguments));
    }
}
