package io.sluice.report;

import io.sluice.config.ReportConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.message.Described;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one report of one day. The order matters: what is complete by the first look is in the rollups by the second step and
 * in the result by the third; what comes meanwhile counts as not seen, and makes the report again.
 *
 * <pre>
 *   look (complete? how many events?) ─▶ rollups settled ─▶ query (reader) ─▶ kept as the day's newest run
 * </pre>
 */
final class Making {
    private static final Logger LOG = LoggerFactory.getLogger(Making.class);

    private final ReportConfig config;
    private final Streams streams;
    private final Sessions sessions;
    private final Roller roller;
    private final List<String> outlets;
    private final Consumer<Boolean> made;

    /**
     * @param outlets the names of where results go
     * @param made    hears of each result whether its day is complete
     */
    Making(
            ReportConfig config,
            Streams streams,
            Sessions sessions,
            Roller roller,
            List<String> outlets,
            Consumer<Boolean> made) {
        this.config = config;
        this.streams = streams;
        this.sessions = sessions;
        this.roller = roller;
        this.outlets = List.copyOf(outlets);
        this.made = made;
    }

    /**
     * Makes it, whether its day is complete or not.
     *
     * @param askedAt when Kafka was asked; nothing that came later was seen
     * @param kafka   null when it couldn't be asked
     * @param behind  as {@link Runs#keep} has it
     * @return the run's number; 0 when another node was faster
     */
    int make(ReportFile report, Day day, Instant askedAt, @Nullable Described kafka, String who, int behind)
            throws SQLException {
        long begun = System.nanoTime();
        Completeness.Look look;
        try (Connection connection = sessions.maintenance()) {
            Completeness completeness = new Completeness(connection, config.grace());
            completeness.capture(report.stream(), day, askedAt, kafka);
            look = completeness.look(report.stream(), day, askedAt);
        }
        Stream stream = Objects.requireNonNull(streams.find(report.stream()));
        roller.settle(stream, day.from(), day.until());
        Result result = query(report, day);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        try (Connection connection = sessions.maintenance()) {
            int run = new Runs(connection).keep(report, day, result, look, outlets, who, millis, behind);
            made.accept(look.missing().isEmpty());
            LOG.atInfo()
                    .addKeyValue("report", report.name())
                    .addKeyValue("day", day)
                    .addKeyValue("run", run)
                    .addKeyValue("complete", look.missing().isEmpty())
                    .addKeyValue("rows", result.rows().size())
                    .addKeyValue("millis", millis)
                    .log("a report was made");
            return run;
        }
    }

    private Result query(ReportFile report, Day day) throws SQLException {
        try (Connection reader = sessions.reader()) {
            return Result.of(reader, report, day, config.maxRows());
        } catch (SQLException e) {
            int line = Result.place(report, e);
            throw new SQLException(
                    report.name() + ".sql" + (line == 0 ? "" : ":" + line) + ": " + e.getMessage(), e.getSQLState(), e);
        }
    }

    /** Rollups' quarters before that moment go. */
    void forget(Connection connection, Instant before) throws SQLException {
        for (Stream stream : streams.all()) {
            roller.forget(connection, stream, before);
        }
    }

    /** Lets all rollups take up what was stored lately. */
    void follow(Instant now) throws SQLException {
        List<SQLException> failures = new ArrayList<>();
        for (Stream stream : streams.all()) {
            try {
                roller.follow(stream, now);
            } catch (SQLException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
