package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the audit in the background did and found, in {@code sluice.audit}; and the lock by which one node does it. Both are
 * of one session: whoever loses the lock can't write either. Blocks; used by one thread.
 */
final class Ledger implements AutoCloseable {
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtext('sluice.audit'))";
    private static final String ENDED = """
            SELECT day FROM sluice.audit WHERE stream = ? AND day >= ? AND ended_at IS NOT NULL
            """;
    private static final String BEGIN = """
            INSERT INTO sluice.audit (stream, day, checked_to) VALUES (?, ?, ?::timestamptz) ON CONFLICT DO NOTHING
            """;
    private static final String CHECKED = "SELECT checked_to FROM sluice.audit WHERE stream = ? AND day = ?";
    private static final String EVENTS = """
            SELECT coalesce(sum(appended), 0) FROM sluice.event_count
            WHERE stream = ? AND quarter >= ?::timestamptz AND quarter < ?::timestamptz
            """;
    private static final String ADD = """
            UPDATE sluice.audit
            SET checked_to = ?::timestamptz, ended_at = CASE WHEN ? THEN clock_timestamp() END,
                records = records + ?, events = events + ?, differences = differences + ?, unchecked = unchecked + ?,
                first = coalesce(first, ?)
            WHERE stream = ? AND day = ? AND checked_to = ?::timestamptz
            """;
    private static final String FORGET = """
            DELETE FROM sluice.audit WHERE day < ? AND (differences = 0 OR accepted_at IS NOT NULL)
            """;
    private static final String STATE = """
            SELECT coalesce(sum(differences) FILTER (WHERE accepted_at IS NULL), 0),
                   (SELECT CASE WHEN bool_and(e.at IS NOT NULL) THEN round(extract(epoch FROM min(e.at)) * 1000)::bigint END
                    FROM unnest(?::text[]) AS s (stream)
                    LEFT JOIN LATERAL (SELECT max(a.ended_at) AS at FROM sluice.audit a WHERE a.stream = s.stream) e ON true),
                   (SELECT string_agg(format('audit found %s differences in %s %s, run sluice audit --conf FILE %s %s',
                                             w.differences, w.stream, w.day, w.stream, w.day), '; ' ORDER BY w.day, w.stream)
                    FROM (SELECT * FROM sluice.audit WHERE differences > 0 AND accepted_at IS NULL
                          ORDER BY day DESC, stream LIMIT 5) w),
                   (SELECT format('%s of %s, %s events', l.stream, l.day, l.events)
                    FROM sluice.audit l WHERE l.ended_at IS NOT NULL ORDER BY l.ended_at DESC LIMIT 1)
            FROM sluice.audit
            """;

    private final Connection connection;

    /**
     * What all audits together say.
     *
     * @param differences that nobody accepted
     * @param lastEnded   when a day was last ended of the stream that waits longest, in milliseconds since 1970; null where
     *                    none was
     * @param alarm       those differences in words; null when there are none
     * @param last        the day that was ended last, in words
     */
    record State(
            long differences,
            @Nullable Long lastEnded,
            @Nullable String alarm,
            @Nullable String last) {}

    private Ledger(Connection connection) {
        this.connection = connection;
    }

    static Ledger open(DatabaseConfig config) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.writer().user());
        properties.setProperty("password", config.writer().password().reveal());
        properties.setProperty("ApplicationName", "sluice audits");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", "60");
        return new Ledger(DriverManager.getConnection("jdbc:" + config.url(), properties));
    }

    /** Whether this session is the one that may audit, until it ends. */
    boolean lock() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** The stream's days since then that were compared to their end. */
    Set<LocalDate> ended(String stream, LocalDate since) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            day(statement, 1, stream, since);
            Set<LocalDate> ended = new TreeSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ended.add(rows.getObject(1, LocalDate.class));
                }
            }
            return ended;
        }
    }

    /** From where the day has to be compared: its beginning, or where somebody was interrupted. */
    Instant begin(String stream, LocalDate day) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN);
                PreparedStatement checked = connection.prepareStatement(CHECKED)) {
            day(begin, 1, stream, day);
            begin.setString(3, Audit.startOf(day).toString());
            begin.executeUpdate();
            day(checked, 1, stream, day);
            try (ResultSet rows = checked.executeQuery()) {
                if (!rows.next()) {
                    throw new AuditException("the day " + day + " of " + stream + " shall begin anew");
                }
                return rows.getTimestamp(1).toInstant();
            }
        }
    }

    /** Events that were counted in that time. */
    long events(String stream, Instant begin, Instant end) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setString(1, stream);
            statement.setString(2, begin.toString());
            statement.setString(3, end.toString());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** Notes what was found between those times of the day. */
    void add(String stream, LocalDate day, Instant from, Instant to, Findings findings) throws SQLException {
        boolean isEnd = !to.isBefore(Audit.startOf(day.plusDays(1)));
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, to.toString());
            statement.setBoolean(2, isEnd);
            statement.setLong(3, findings.records());
            statement.setLong(4, findings.events());
            statement.setLong(5, findings.differences());
            statement.setLong(6, findings.unchecked());
            statement.setString(7, findings.first());
            day(statement, 8, stream, day);
            statement.setString(10, from.toString());
            if (statement.executeUpdate() == 0) {
                throw new AuditException("the day " + day + " of " + stream + " shall begin anew");
            }
        }
    }

    /** Days before that one, but those with differences that nobody accepted. */
    void forget(LocalDate before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setObject(1, before);
            statement.executeUpdate();
        }
    }

    /** How all audits stand, of streams with these names. */
    State state(List<String> streams) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATE)) {
            statement.setArray(1, connection.createArrayOf("text", streams.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                long lastEnded = rows.getLong(2);
                Long ended = rows.wasNull() ? null : lastEnded;
                return new State(rows.getLong(1), ended, rows.getString(3), rows.getString(4));
            }
        }
    }

    private static void day(PreparedStatement statement, int at, String stream, LocalDate day) throws SQLException {
        statement.setString(at, stream);
        statement.setObject(at + 1, day);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
