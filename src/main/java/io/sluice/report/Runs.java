package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results that are kept, each with what it is made of. Blocks; each call is of one connection, under the maintenance role. */
final class Runs {
    /** Whatever the newest run is. */
    static final int ANY = -1;

    private static final String NEWEST =
            "SELECT coalesce(max(run), 0) FROM sluice.report_run WHERE report = ? AND day = ?";
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('sluice.report'), hashtext(? || ?))";
    private static final String INSERT = """
            INSERT INTO sluice.report_run (report, day, run, stream, zone, from_at, until_at, who, millis, complete, missing,
                                           events, ends, columns, rows, truncated)
            SELECT ?, ?, coalesce(max(r.run), 0) + 1, ?, ?, ?::timestamptz, ?::timestamptz, ?, ?, ?, ?::jsonb, ?, ?::jsonb,
                   ?::jsonb, ?, ?
            FROM sluice.report_run r WHERE r.report = ? AND r.day = ?
            RETURNING run
            """;
    private static final String INSERT_ROWS = """
            INSERT INTO sluice.report_row (report, day, run, number, cells)
            SELECT ?, ?, ?, c.number - 1, c.cells
            FROM unnest(?::jsonb[]) WITH ORDINALITY AS c (cells, number)
            """;
    // Rows as a whole, since nobody knows which columns tell them apart.
    private static final String DIFFERENCE = """
            UPDATE sluice.report_run n
            SET difference = jsonb_build_object(
                    'run', o.run, 'events', n.events - o.events, 'wasComplete', o.complete,
                    'rowsNew', (SELECT count(*) FROM (
                        SELECT cells FROM sluice.report_row r WHERE (r.report, r.day, r.run) = (n.report, n.day, n.run)
                        EXCEPT ALL
                        SELECT cells FROM sluice.report_row r WHERE (r.report, r.day, r.run) = (o.report, o.day, o.run)) a),
                    'rowsGone', (SELECT count(*) FROM (
                        SELECT cells FROM sluice.report_row r WHERE (r.report, r.day, r.run) = (o.report, o.day, o.run)
                        EXCEPT ALL
                        SELECT cells FROM sluice.report_row r WHERE (r.report, r.day, r.run) = (n.report, n.day, n.run)) a))
            FROM sluice.report_run o
            WHERE (n.report, n.day, n.run) = (?, ?, ?) AND (o.report, o.day, o.run) = (n.report, n.day, n.run - 1)
            """;
    private static final String DELIVERIES = """
            INSERT INTO sluice.report_delivery (report, day, run, outlet) SELECT ?, ?, ?, unnest(?::text[])
            """;
    private static final String FIND = """
            SELECT jsonb_build_object('report', report, 'stream', stream, 'zone', zone, 'day', day, 'run', run,
                       'from', sluice.rfc3339(from_at), 'until', sluice.rfc3339(until_at),
                       'madeAt', sluice.rfc3339(made_at), 'who', who, 'millis', millis, 'complete', complete,
                       'missing', missing, 'events', events, 'ends', ends, 'columns', columns, 'rowCount', rows,
                       'truncated', truncated, 'difference', difference)::text
            FROM sluice.report_run
            WHERE report = ? AND day = ? AND (run = ? OR ? = 0) ORDER BY run DESC LIMIT 1
            """;
    private static final String ROWS = """
            SELECT coalesce(jsonb_agg(cells ORDER BY number), '[]')::text FROM sluice.report_row
            WHERE report = ? AND day = ? AND run = ? AND number >= ? AND number < ?
            """;
    private static final String FORGET = """
            WITH runs AS (DELETE FROM sluice.report_run WHERE made_at < clock_timestamp() - ? * interval '1 second')
            DELETE FROM sluice.report_end WHERE captured_at < clock_timestamp() - ? * interval '1 second'
            """;

    private final Connection connection;

    Runs(Connection connection) {
        this.connection = connection;
    }

    /**
     * Keeps a result as the day's newest run, together with where it is to go.
     *
     * @param behind the run that was the newest when it was decided to make another; {@link #ANY} for whichever it is
     * @return the run's number; 0 when another node was faster, and nothing is kept
     */
    int keep(
            ReportFile report,
            Day day,
            Result result,
            Completeness.Look look,
            List<String> outlets,
            String who,
            long millis,
            int behind)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            lock(report.name(), day.date());
            if (behind != ANY && newest(report.name(), day.date()) != behind) {
                connection.rollback();
                return 0;
            }
            int run = insert(report, day, result, look, who, millis);
            rows(report.name(), day.date(), run, result.rows());
            try (PreparedStatement difference = connection.prepareStatement(DIFFERENCE);
                    PreparedStatement deliveries = connection.prepareStatement(DELIVERIES)) {
                of(difference, report.name(), day.date(), run);
                difference.executeUpdate();
                of(deliveries, report.name(), day.date(), run);
                deliveries.setArray(4, connection.createArrayOf("text", outlets.toArray()));
                deliveries.executeUpdate();
            }
            connection.commit();
            return run;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private int newest(String report, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setString(1, report);
            statement.setObject(2, day);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private void lock(String report, LocalDate day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, report);
            statement.setString(2, day.toString());
            statement.execute();
        }
    }

    private int insert(ReportFile report, Day day, Result result, Completeness.Look look, String who, long millis)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, report.name());
            statement.setObject(2, day.date());
            statement.setString(3, report.stream());
            statement.setString(4, report.zone().getId());
            statement.setString(5, day.from().toString());
            statement.setString(6, day.until().toString());
            statement.setString(7, who);
            statement.setLong(8, millis);
            statement.setBoolean(9, look.missing().isEmpty());
            statement.setString(10, Missing.json(look.missing()).encode());
            statement.setLong(11, look.events());
            statement.setString(12, look.ends().encode());
            statement.setString(13, result.columns().encode());
            statement.setInt(14, result.rows().size());
            statement.setBoolean(15, result.truncated());
            statement.setString(16, report.name());
            statement.setObject(17, day.date());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private void rows(String report, LocalDate day, int run, List<JsonArray> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ROWS)) {
            of(statement, report, day, run);
            statement.setArray(
                    4,
                    connection.createArrayOf(
                            "text", rows.stream().map(JsonArray::encode).toArray()));
            statement.executeUpdate();
        }
    }

    private static void of(PreparedStatement statement, String report, LocalDate day, int run) throws SQLException {
        statement.setString(1, report);
        statement.setObject(2, day);
        statement.setInt(3, run);
    }

    /** A day's run, the newest for 0, without its rows; null where there is none. */
    @Nullable
    JsonObject find(String report, LocalDate day, int run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            of(statement, report, day, run);
            statement.setInt(4, run);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                JsonObject found = new JsonObject(rows.getString(1));
                return found.put("sentence", Missing.sentence(found.getJsonArray("missing")));
            }
        }
    }

    /** The rows of a run from that one on, {@code count} of them at most. */
    JsonArray rows(String report, LocalDate day, int run, int first, int count) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
            of(statement, report, day, run);
            statement.setInt(4, first);
            statement.setInt(5, first + count);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new JsonArray(rows.getString(1));
            }
        }
    }

    /** Results and ends that are older. */
    void forget(java.time.Duration keep) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, keep.toSeconds());
            statement.setLong(2, keep.toSeconds());
            statement.executeUpdate();
        }
    }
}
