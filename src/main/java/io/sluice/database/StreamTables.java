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
import java.util.function.Function;

/** Makes the streams' tables, the columns that a stream's file gained, and the day partitions. Under the maintenance role. */
final class StreamTables {
    /** A table of a stream, and a day in UTC. */
    record Day(String stream, LocalDate date) {}

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
     * @return the streams whose table can't be made what it must be, with the reason; the others are ready
     */
    Future<Map<String, String>> prepare() {
        return onEach(stream -> {
            List<Step> steps = table(stream);
            steps.add(makeDays(daysAhead(stream)));
            return steps;
        });
    }

    /** Does these steps for each stream; what PostgreSQL refuses concerns that stream alone. */
    private Future<Map<String, String>> onEach(Function<Stream, List<Step>> steps) {
        return connections.maintenance("tables").compose(connection -> {
            Map<String, String> refused = new ConcurrentHashMap<>();
            Future<Void> done = Future.succeededFuture();
            for (Stream stream : streams.all()) {
                done = done.compose(before -> runAll(connection, steps.apply(stream)))
                        .recover(failure -> {
                            if (!isTheTables(failure)) {
                                return Future.failedFuture(failure);
                            }
                            refused.put(stream.name(), String.valueOf(((PgException) failure).getErrorMessage()));
                            return Future.succeededFuture();
                        });
            }
            return done.map(before -> Map.copyOf(refused)).eventually(() -> Deadline.close(connection));
        });
    }

    /** Neither the server is away, nor does the database lack what the migrations make. */
    private static boolean isTheTables(Throwable failure) {
        SqlFailure kind = SqlFailure.of(failure);
        return kind == SqlFailure.UNKNOWN || kind == SqlFailure.DATA;
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

    /** The days that will be needed soon; those that are there stay as they are. Gives what {@link #prepare()} gives. */
    Future<Map<String, String>> makeDaysAhead() {
        return onEach(stream -> List.of(makeDays(daysAhead(stream))));
    }

    /** The days of these records, whatever they are. */
    Future<Void> makeDaysOf(Collection<Batch> batches) {
        List<Day> days = batches.stream()
                .flatMap(batch -> batch.records().stream()
                        .map(record -> new Day(
                                batch.stream().name(),
                                LocalDate.ofEpochDay(Math.floorDiv(record.appendTime(), DAY_MILLIS)))))
                .distinct()
                .toList();
        return connections
                .maintenance("tables")
                .compose(connection ->
                        runAll(connection, List.of(makeDays(days))).eventually(() -> Deadline.close(connection)));
    }

    private List<Day> daysAhead(Stream stream) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        return today.minusDays(1)
                .datesUntil(today.plusDays(config.daysAhead() + 1L))
                .map(date -> new Day(stream.name(), date))
                .toList();
    }

    private static Step makeDays(List<Day> days) {
        return new Step(
                Sql.MAKE_DAYS.text(),
                Tuple.tuple()
                        .addArrayOfString(ArrayColumn.of(days, Day::stream, String[]::new))
                        .addArrayOfLocalDate(ArrayColumn.of(days, Day::date, LocalDate[]::new)));
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
