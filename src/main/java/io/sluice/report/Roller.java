package io.sluice.report;

import io.sluice.config.Rollup;
import io.sluice.config.Stream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the rollups follow what is stored, each row once, in transactions of their own that never touch a storing one:
 *
 * <pre>
 *   one snapshot:  offsets from rollup_progress to consumer_offset ─▶ added
 *                  quarters whose rows aren't event_count's stored ─▶ made anew from the rows of the snapshot
 * </pre>
 *
 * Counts only grow, so as many rows are the same rows. What comes to old offsets (trouble that was requeued), a broker's clock
 * that went back, a new rollup over old rows and a long pause all show as a count that differs, and need no other care. A
 * quarter whose day was dropped stays as it is. Any number of nodes may roll: a lock lets one work at a time. Blocks.
 */
final class Roller {
    private static final Logger LOG = LoggerFactory.getLogger(Roller.class);

    /** Brokers' clocks: a row may be of a little earlier than the one before it. */
    private static final Duration BACK = Duration.ofMinutes(1);

    /** More than that is made anew by quarters, in small transactions. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(30);

    /** In one transaction. */
    private static final int MOST_QUARTERS = 4;

    /** Looked at each time; older quarters only when somebody asks for their day. */
    private static final Duration RECENT = Duration.ofHours(2);

    // No snapshot is taken by LOCK: the one of this transaction is taken when it has the lock.
    private static final String LOCK = "LOCK TABLE sluice.rollup_progress IN EXCLUSIVE MODE";
    private static final String BEHIND = """
            SELECT o.topic_id, o.partition, p.next_offset AS low, o.next_offset AS high, p.rolled_to, o.stored_to
            FROM sluice.consumer_offset o
            JOIN sluice.rollup_progress p
                ON p.topic = o.topic AND p.partition = o.partition AND p.topic_id = o.topic_id
            WHERE o.stream = ? AND o.next_offset > p.next_offset AND p.rolled_to IS NOT NULL AND o.stored_to IS NOT NULL
            """;
    private static final String ADVANCE = """
            INSERT INTO sluice.rollup_progress AS p (topic, partition, stream, topic_id, next_offset, rolled_to)
            SELECT o.topic, o.partition, o.stream, o.topic_id, o.next_offset, o.stored_to
            FROM sluice.consumer_offset o WHERE o.stream = ?
            ON CONFLICT (topic, partition) DO UPDATE
                SET topic_id = excluded.topic_id, next_offset = excluded.next_offset, rolled_to = excluded.rolled_to
            WHERE (p.topic_id, p.next_offset) IS DISTINCT FROM (excluded.topic_id, excluded.next_offset)
            """;
    private static final String RANGES = """
            logs.%s l JOIN unnest(?::uuid[], ?::int[], ?::bigint[], ?::bigint[]) AS r (topic_id, partition, low, high)
                ON l.topic_id = r.topic_id AND l.kafka_partition = r.partition
                   AND l.kafka_offset >= r.low AND l.kafka_offset < r.high
            WHERE l.received_at >= ?::timestamptz AND l.received_at <= ?::timestamptz
            """;
    private static final String UNEVEN = """
            SELECT c.quarter, c.stored
            FROM (SELECT quarter, sum(stored)::bigint AS stored FROM sluice.event_count
                  WHERE stream = ? AND quarter >= ?::timestamptz AND quarter < ?::timestamptz GROUP BY quarter) c
            LEFT JOIN sluice.rollup_quarter q ON q.name = ? AND q.quarter = c.quarter
            WHERE c.stored <> coalesce(q.rows, 0) AND q.rebuilt IS DISTINCT FROM c.stored
              AND to_regclass(format('logs.%I', ? || '$' || to_char(c.quarter AT TIME ZONE 'UTC', 'YYYYMMDD'))) IS NOT NULL
            ORDER BY c.quarter DESC
            LIMIT ?
            """;
    private static final String BEGIN_ANEW = """
            INSERT INTO sluice.rollup_quarter (name, quarter, rows, rebuilt) VALUES (?, ?::timestamptz, 0, ?)
            ON CONFLICT (name, quarter) DO UPDATE SET rows = 0, rebuilt = excluded.rebuilt
            """;
    private static final String QUARTER = """
            logs.%s l WHERE l.received_at >= ?::timestamptz AND l.received_at < ?::timestamptz + interval '15 minutes'
            """;

    private static final String FORGET =
            "DELETE FROM sluice.rollup_quarter WHERE name = ? AND quarter < ?::timestamptz";

    /** A quarter of an hour, in PostgreSQL's own writing, and how many rows it has. */
    private record Uneven(String quarter, long stored) {}

    private final Sessions sessions;
    private final RollupTables tables;

    Roller(Sessions sessions) {
        this.sessions = sessions;
        this.tables = new RollupTables(sessions.readerName());
    }

    /** Takes up what was stored lately. */
    void follow(Stream stream, Instant now) throws SQLException {
        settle(stream, now.minus(RECENT), now.plus(RECENT));
    }

    /** Until the rollups have every row that was stored of that time when this began. */
    void settle(Stream stream, Instant from, Instant until) throws SQLException {
        if (stream.file().summed().isEmpty()) {
            return;
        }
        try (Connection connection = sessions.maintenance()) {
            boolean more = true;
            while (more) {
                more = roll(connection, stream, from, until);
            }
        }
    }

    /** What is older goes; a rollup whose table isn't made yet has nothing. */
    void forget(Connection connection, Stream stream, Instant before) throws SQLException {
        for (Rollup rollup : stream.file().summed()) {
            RollupSql sql = new RollupSql(stream, rollup);
            try (PreparedStatement quarters = connection.prepareStatement(FORGET)) {
                quarters.setString(1, sql.name());
                quarters.setString(2, before.toString());
                if (quarters.executeUpdate() > 0) {
                    try (PreparedStatement rows = connection.prepareStatement(
                            "DELETE FROM " + sql.table() + " WHERE quarter < ?::timestamptz")) {
                        rows.setString(1, before.toString());
                        rows.executeUpdate();
                    }
                }
            }
        }
    }

    /** One transaction; whether quarters are left to be made anew. */
    private boolean roll(Connection connection, Stream stream, Instant from, Instant until) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            tables.make(connection, stream);
            advance(connection, stream);
            boolean more = false;
            for (Rollup rollup : stream.file().summed()) {
                more |= even(connection, stream, new RollupSql(stream, rollup), from, until);
            }
            connection.commit();
            return more;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private static void advance(Connection connection, Stream stream) throws SQLException {
        List<Object[]> ranges = new ArrayList<>();
        Instant low = Instant.MAX;
        Instant high = Instant.MIN;
        try (PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            statement.setString(1, stream.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ranges.add(new Object[] {rows.getObject(1), rows.getInt(2), rows.getLong(3), rows.getLong(4)});
                    Instant rolled = rows.getTimestamp(5).toInstant();
                    Instant stored = rows.getTimestamp(6).toInstant();
                    low = rolled.isBefore(low) ? rolled : low;
                    high = stored.isAfter(high) ? stored : high;
                }
            }
        }
        if (!ranges.isEmpty() && Duration.between(low, high).compareTo(MOST_AHEAD) <= 0) {
            add(connection, stream, ranges, low.minus(BACK), high.plusMillis(1));
        }
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, stream.name());
            statement.executeUpdate();
        }
    }

    private static void add(Connection connection, Stream stream, List<Object[]> ranges, Instant low, Instant high)
            throws SQLException {
        String source = RANGES.formatted(RollupSql.identifier(stream.name()));
        for (Rollup rollup : stream.file().summed()) {
            try (PreparedStatement statement = connection.prepareStatement(new RollupSql(stream, rollup).add(source))) {
                statement.setArray(1, array(connection, "uuid", ranges, 0));
                statement.setArray(2, array(connection, "int", ranges, 1));
                statement.setArray(3, array(connection, "bigint", ranges, 2));
                statement.setArray(4, array(connection, "bigint", ranges, 3));
                statement.setString(5, low.toString());
                statement.setString(6, high.toString());
                statement.execute();
            }
        }
    }

    private static Array array(Connection connection, String type, List<Object[]> ranges, int column)
            throws SQLException {
        return connection.createArrayOf(
                type, ranges.stream().map(range -> range[column]).toArray());
    }

    private static boolean even(Connection connection, Stream stream, RollupSql rollup, Instant from, Instant until)
            throws SQLException {
        List<Uneven> uneven = uneven(connection, stream, rollup, from, until);
        for (Uneven quarter : uneven.subList(0, Math.min(MOST_QUARTERS, uneven.size()))) {
            anew(connection, stream, rollup, quarter);
        }
        return uneven.size() > MOST_QUARTERS;
    }

    private static List<Uneven> uneven(
            Connection connection, Stream stream, RollupSql rollup, Instant from, Instant until) throws SQLException {
        List<Uneven> uneven = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNEVEN)) {
            statement.setString(1, stream.name());
            statement.setString(2, from.toString());
            statement.setString(3, until.toString());
            statement.setString(4, rollup.name());
            statement.setString(5, stream.name());
            statement.setInt(6, MOST_QUARTERS + 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    uneven.add(new Uneven(rows.getString(1), rows.getLong(2)));
                }
            }
        }
        return uneven;
    }

    private static void anew(Connection connection, Stream stream, RollupSql rollup, Uneven quarter)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM " + rollup.table() + " WHERE quarter = ?::timestamptz");
                PreparedStatement begin = connection.prepareStatement(BEGIN_ANEW);
                PreparedStatement add = connection.prepareStatement(
                        rollup.add(QUARTER.formatted(RollupSql.identifier(stream.name()))))) {
            delete.setString(1, quarter.quarter());
            delete.executeUpdate();
            begin.setString(1, rollup.name());
            begin.setString(2, quarter.quarter());
            begin.setLong(3, quarter.stored());
            begin.executeUpdate();
            add.setString(1, quarter.quarter());
            add.setString(2, quarter.quarter());
            add.execute();
        }
        LOG.atDebug()
                .addKeyValue("rollup", rollup.name())
                .addKeyValue("quarter", quarter.quarter())
                .addKeyValue("rows", quarter.stored())
                .log("a quarter of an hour of a rollup was made anew");
    }
}
