package io.sluice.report;

import io.sluice.config.ReportConfig;
import io.sluice.message.Described;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is due, on the one node that holds the lock: PostgreSQL gives it to a session, and ends the session of a node that
 * says nothing. A result is kept only behind the run that was seen, so one that was frozen and wakes up adds nothing. Blocks.
 */
final class Reporter {
    /** A day that isn't complete changes with every row: people don't need each of them. */
    private static final Duration BETWEEN_INCOMPLETE = Duration.ofHours(1);

    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('sluice.reports'))";
    private static final String AFTER_GAPS = """
            SELECT id, stream, coalesce(before_at, '-infinity')::text, next_topic_id, partition, next_offset
            FROM sluice.gap WHERE after_at IS NULL AND to_regclass(format('logs.%I', stream)) IS NOT NULL
            """;
    private static final String AFTER_GAP = """
            UPDATE sluice.gap SET after_at = (
                SELECT min(l.received_at) FROM logs.%s l
                WHERE l.received_at >= ?::timestamptz - interval '1 minute' AND l.topic_id = ?
                  AND l.kafka_partition = ? AND l.kafka_offset >= ?)
            WHERE id = ?
            """;

    private final ReportConfig config;
    private final Reports reports;
    private final Sessions sessions;
    private final Making making;

    Reporter(ReportConfig config, Reports reports, Sessions sessions, Making making) {
        this.config = config;
        this.reports = reports;
        this.sessions = sessions;
        this.making = making;
    }

    /**
     * Looks once, and makes all that is due.
     *
     * @param now   when Kafka was asked
     * @param kafka null when it couldn't be
     * @return what couldn't be made, and why
     */
    List<String> look(Instant now, @Nullable Described kafka) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (Connection connection = sessions.maintenance()) {
            if (!hasLock(connection)) {
                return problems;
            }
            new Runs(connection).forget(config.keep());
            making.forget(connection, now.minus(config.keep()));
            measureGaps(connection);
            for (ReportFile report : reports.all()) {
                try {
                    makeDue(connection, report, now, kafka);
                } catch (SQLException e) {
                    problems.add(report.name() + " can't be made: " + e.getMessage());
                }
            }
        }
        return problems;
    }

    private static boolean hasLock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** A gap ends with the first row behind it, which may come much later. */
    private static void measureGaps(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AFTER_GAPS);
                ResultSet gaps = statement.executeQuery()) {
            while (gaps.next()) {
                String sql = AFTER_GAP.formatted(RollupSql.identifier(gaps.getString(2)));
                try (PreparedStatement update = connection.prepareStatement(sql)) {
                    update.setString(1, gaps.getString(3));
                    update.setObject(2, gaps.getObject(4));
                    update.setInt(3, gaps.getInt(5));
                    update.setLong(4, gaps.getLong(6));
                    update.setLong(5, gaps.getLong(1));
                    update.executeUpdate();
                }
            }
        }
    }

    private void makeDue(Connection connection, ReportFile report, Instant now, @Nullable Described kafka)
            throws SQLException {
        Completeness completeness = new Completeness(connection, config.grace());
        Runs runs = new Runs(connection);
        for (Day day : report.daysBefore(now, config.catchUp())) {
            completeness.capture(report.stream(), day, now, kafka);
            if (report.isDue(day, now, config.grace())) {
                JsonObject last = runs.find(report.name(), day.date(), 0);
                if (isWanted(last, completeness.look(report.stream(), day, now), day, now)) {
                    making.make(report, day, now, kafka, "schedule", last == null ? 0 : last.getInteger("run"));
                }
            }
        }
    }

    /** Whether another run would tell something new, or the first one can't wait any longer. */
    private boolean isWanted(@Nullable JsonObject last, Completeness.Look look, Day day, Instant now) {
        boolean complete = look.missing().isEmpty();
        if (last == null) {
            return complete || !now.isBefore(day.until().plus(config.grace()).plus(config.patience()));
        }
        boolean changed = look.events() != last.getLong("events");
        if (complete || last.getBoolean("complete")) {
            return changed || complete != last.getBoolean("complete");
        }
        return changed
                && Instant.parse(last.getString("madeAt"))
                        .plus(BETWEEN_INCOMPLETE)
                        .isBefore(now);
    }
}
