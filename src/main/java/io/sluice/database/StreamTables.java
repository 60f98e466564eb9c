package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the streams' tables, the columns that a stream's file gained, and the day partitions. Under the maintenance role. */
final class StreamTables {
    /** A table of a stream, and a day in UTC. */
    record Day(String stream, LocalDate date) {}

    /** What make_column raises. */
    private static final String TYPE_CHANGED = "SL003";

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Connections connections;
    private final DatabaseConfig config;
    private final Streams streams;
    private final Clock clock;

    StreamTables(Connections connections, DatabaseConfig config, Streams streams, Clock clock) {
        this.connections = connections;
        this.config = config;
        this.streams = streams;
        this.clock = clock;
    }

    /**
     * Everything that storing needs: tables, columns, and the days from yesterday to {@code daysAhead}.
     *
     * @return the streams whose file contradicts their table, with the reason; the others are ready
     */
    Future<Map<String, String>> prepare() {
        return connections
                .maintenance("tables")
                .compose(connection -> prepareAll(connection).eventually(() -> Deadline.close(connection)));
    }

    private Future<Map<String, String>> prepareAll(PgConnection connection) {
        Map<String, String> refused = new ConcurrentHashMap<>();
        Future<Void> done = Future.succeededFuture();
        for (Stream stream : streams.all()) {
            done = done.compose(before -> runAll(connection, table(stream)).recover(failure -> {
                if (failure instanceof PgException answer && TYPE_CHANGED.equals(answer.getSqlState())) {
                    refused.put(stream.name(), String.valueOf(answer.getErrorMessage()));
                    return Future.succeededFuture();
                }
                return Future.failedFuture(failure);
            }));
        }
        return done.compose(before -> runAll(connection, List.of(makeDays(daysAhead()))))
                .map(before -> Map.copyOf(refused));
    }

    private List<Step> table(Stream stream) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(
                Sql.MAKE_STREAM.text(), Tuple.of(stream.name(), config.writer().user())));
        stream.file()
                .columns()
                .forEach(column -> steps.add(new Step(
                        Sql.MAKE_COLUMN.text(),
                        Tuple.of(stream.name(), column.name(), StoreStatement.type(column.type())))));
        return steps;
    }

    /** The days that will be needed soon; those that are there stay as they are. */
    Future<Void> makeDaysAhead() {
        return inOrder(List.of(makeDays(daysAhead())));
    }

    /** The days of these records, whatever they are. */
    Future<Void> makeDaysOf(Collection<Batch> batches) {
        return inOrder(List.of(makeDays(batches.stream()
                .flatMap(batch -> batch.records().stream()
                        .map(record -> new Day(
                                batch.stream().name(),
                                LocalDate.ofEpochDay(Math.floorDiv(record.appendTime(), DAY_MILLIS)))))
                .distinct()
                .toList())));
    }

    private List<Day> daysAhead() {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        return streams.all().stream()
                .flatMap(stream -> today.minusDays(1)
                        .datesUntil(today.plusDays(config.daysAhead() + 1L))
                        .map(date -> new Day(stream.name(), date)))
                .toList();
    }

    private static Step makeDays(List<Day> days) {
        return new Step(
                Sql.MAKE_DAYS.text(),
                Tuple.tuple()
                        .addArrayOfString(ArrayColumn.of(days, Day::stream, String[]::new))
                        .addArrayOfLocalDate(ArrayColumn.of(days, Day::date, LocalDate[]::new)));
    }

    private Future<Void> inOrder(List<Step> steps) {
        return connections
                .maintenance("tables")
                .compose(connection -> runAll(connection, steps).eventually(() -> Deadline.close(connection)));
    }

    private Future<Void> runAll(PgConnection connection, List<Step> steps) {
        Future<Void> done = Future.succeededFuture();
        for (Step step : steps) {
            done = done.compose(before -> Deadline.on(
                            connection,
                            config.statementTimeout(),
                            connection.preparedQuery(step.sql()).execute(step.arguments()))
                    .mapEmpty());
        }
        return done;
    }
}
