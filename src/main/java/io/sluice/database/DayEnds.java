package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the days whose stream's retention is over, under the maintenance role. The database itself refuses a day that is on
 * hold, not complete, in trouble or not balanced ({@code sluice.drop_day}); it stays, is logged, and is tried again. So does
 * one that is to be exported and can't be, and the later ones of its stream. Every node does it, one at a time. Used on one
 * event loop.
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
    private final DayExport export;
    private final DatabaseHealth health;
    private final Map<String, String> notExported = new TreeMap<>();
    private boolean running;

    /** {@code stored} tells how far a partition is stored; {@code health} hears what can't be exported. */
    DayEnds(
            Connections connections,
            Streams streams,
            IdWindow stored,
            Clock clock,
            DayExport export,
            DatabaseHealth health) {
        this.connections = connections;
        this.streams = streams;
        this.stored = stored;
        this.clock = clock;
        this.export = export;
        this.health = health;
    }

    /** Makes the days to come, and ends those that are over; a failure is logged, and the next time tries again. */
    void makeAndEnd(StreamTables tables) {
        tables.makeDaysAhead()
                .onSuccess(
                        refused -> refused.forEach(
                                (stream, reason) -> LOG.atError()
                                        .addKeyValue("stream", stream)
                                        .addKeyValue("reason", reason)
                                        .log(
                                                "the days to come can't be made; what arrives on them can't be stored until this is mended")))
                .compose(made -> look())
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", String.valueOf(failure.getMessage()))
                        .log("day partitions can't be made ahead or dropped; the next hour tries again"));
    }

    /** One look at all streams; false where the last one isn't done, here or on another node. Fails with what the database said. */
    Future<Boolean> look() {
        List<Ending> ending = new ArrayList<>();
        for (Stream stream : streams.all()) {
            Duration retention = stream.file().retention();
            if (retention != null) {
                ending.add(new Ending(stream.name(), retention));
            }
        }
        if (running || ending.isEmpty()) {
            return Future.succeededFuture(!running);
        }
        running = true;
        return connections
                .maintenance("days")
                .compose(connection -> run(connection, Sql.DAY_ENDS, Tuple.tuple())
                        .compose(rows -> rows.iterator().next().getBoolean("mine")
                                ? look(connection, ending).map(true)
                                : Future.succeededFuture(false))
                        .eventually(() -> Deadline.close(connection)))
                .onComplete(done -> running = false);
    }

    private Future<Void> look(PgConnection connection, List<Ending> ending) {
        notExported.clear();
        return run(connection, Sql.NO_STATEMENT_TIMEOUT, Tuple.tuple())
                .compose(unlimited -> run(connection, Sql.PROGRESS, Tuple.tuple()))
                .compose(progress -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Ending stream : ending) {
                        Instant storedTo = storedTo(stream.stream(), progress);
                        done = done.compose(before -> drop(connection, stream, storedTo));
                    }
                    return done;
                })
                .onSuccess(done -> health.notExported(List.copyOf(notExported.values())));
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

    private Future<Void> drop(PgConnection connection, Day day, Instant storedTo) {
        if (notExported.containsKey(day.stream())) {
            return Future.succeededFuture();
        }
        Tuple which = Tuple.of(day.stream(), day.date(), storedTo.atOffset(ZoneOffset.UTC));
        return export(connection, day, which)
                .compose(exported -> run(connection, Sql.DROP_DAY, which.addValue(exported)))
                .onSuccess(rows -> LOG.atInfo()
                        .addKeyValue("stream", day.stream())
                        .addKeyValue("day", day.date())
                        .addKeyValue("rows", rows.iterator().next().getLong("rows"))
                        .log("a day was dropped: its stream's retention is over"))
                .<Void>mapEmpty()
                .recover(failure -> stays(day, failure));
    }

    /** How many rows went into a file; null where none is wanted. */
    private Future<@Nullable Long> export(PgConnection connection, Day day, Tuple which) {
        if (!export.isWanted()) {
            return Future.succeededFuture();
        }
        return run(connection, Sql.DAY_MAY_GO, which)
                .compose(rows -> export.write(
                        day.stream(), day.date(), rows.iterator().next().getLong("rows")))
                .map(written -> written);
    }

    private Future<Void> stays(Day day, Throwable failure) {
        if (failure instanceof IOException || failure instanceof SQLException) {
            notExported.put(
                    day.stream(),
                    "the day " + day.date() + " of " + day.stream()
                            + " can't be exported and stays, as do the later ones: " + failure);
            LOG.atError()
                    .addKeyValue("stream", day.stream())
                    .addKeyValue("day", day.date())
                    .addKeyValue("reason", failure.toString())
                    .log("a day can't be exported and stays; the next hour tries again");
            return Future.succeededFuture();
        }
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
