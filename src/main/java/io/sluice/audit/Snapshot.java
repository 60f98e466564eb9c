package io.sluice.audit;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

/** What PostgreSQL has stored of a stream within some time, as of one moment, seen as the reader. Blocks; used by one thread. */
final class Snapshot implements AutoCloseable {
    private static final int PORTION = 2_000;

    private static final String ROWS = """
            SELECT r.topic_id = ? AS own, kafka_partition, kafka_offset, event_index, client,
                   round(extract(epoch FROM received_at) * 1000)::bigint AS received_ms, md5(payload::text) AS md5,
                   NULL::text AS state, false AS touched
            FROM logs.%s r
            WHERE r.received_at >= ?::timestamptz AND r.received_at < ?::timestamptz
              AND NOT EXISTS (SELECT FROM sluice.gap g
                              WHERE g.topic_id = r.topic_id AND g.partition = r.kafka_partition
                                AND g.kind = 'truncated' AND r.kafka_offset >= g.next_offset
                                AND r.received_at < g.appended_before)
            ORDER BY kafka_partition, own DESC, kafka_offset, event_index
            """;
    private static final String ENTRIES = """
            SELECT t.topic_id = ? AS own, t.kafka_partition, t.kafka_offset, t.event_index, t.client,
                   round(extract(epoch FROM t.received_at) * 1000)::bigint AS received_ms, md5(t.payload) AS md5,
                   t.state, EXISTS (SELECT FROM sluice.trouble_history h WHERE h.trouble_id = t.id) AS touched
            FROM sluice.trouble t
            WHERE t.received_at >= ?::timestamptz AND t.received_at < ?::timestamptz AND t.stream = ?
            ORDER BY t.kafka_partition, own DESC, t.kafka_offset, t.event_index
            """;
    /** How many of these offsets an operator acknowledged as lost; gaps of one log have no offset in common. */
    private static final String ACKNOWLEDGED = """
            SELECT coalesce(sum(least(to_offset, ?) - greatest(from_offset, ?) + 1), 0)
            FROM sluice.gap
            WHERE topic_id = ? AND partition = ? AND to_offset IS NOT NULL AND from_offset <= ? AND to_offset >= ?
            """;
    /** Whether an operator acknowledged that the log lost its history, and gave offsets again, since then. */
    private static final String CUT = """
            SELECT EXISTS (SELECT FROM sluice.gap
                           WHERE topic_id = ? AND partition = ? AND kind = 'truncated' AND appended_before > ?::timestamptz)
            """;

    private static final String COUNTS = """
            SELECT client, round(extract(epoch FROM quarter) * 1000)::bigint AS quarter_ms,
                   appended, stored, duplicates, trouble, discarded
            FROM sluice.event_count
            WHERE stream = ? AND partition = ? AND quarter >= ?::timestamptz AND quarter < ?::timestamptz
            """;
    /** Only a text that is jsonb is cast: CASE decides first, since the text is no constant. */
    private static final String JUDGE = """
            SELECT CASE WHEN v.valid THEN md5(v.line::jsonb::text) END AS md5, k.key IS NOT NULL AS has_id,
                   coalesce((e.topic_id, e.kafka_partition, e.kafka_offset, e.event_index)
                            = (?::uuid, ?::int, v.kafka_offset, v.index), false) AS is_first,
                   coalesce(e.fingerprint = sluice.fingerprint(v.line)
                            AND (e.topic_id, e.kafka_partition, e.kafka_offset, e.event_index)
                                <> (?::uuid, ?::int, v.kafka_offset, v.index), false) AS is_elsewhere,
                   coalesce(e.received_at <= to_timestamp(v.append_time / 1000.0::float8), false) AS is_earlier,
                   e.key IS NOT NULL AS is_known
            FROM (
                SELECT w.*, pg_input_is_valid(w.line, 'jsonb') AS valid
                FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::int[])
                    WITH ORDINALITY AS w (line, client, request_key, append_time, kafka_offset, index, place)
                OFFSET 0
            ) v
            CROSS JOIN LATERAL (
                SELECT CASE WHEN v.valid THEN sluice.event_key(
                    ?::text, v.client, v.line::jsonb #>> ?::text[], v.request_key, v.index) END AS key
            ) k
            LEFT JOIN sluice.event_id e ON e.key = k.key
            ORDER BY v.place
            """;

    private final Connection connection;
    private final Stream stream;
    private final UUID topicId;
    private final Instant begin;
    private final Instant end;

    Snapshot(DatabaseConfig config, Stream stream, UUID topicId, Instant begin, Instant end) throws SQLException {
        this.stream = stream;
        this.topicId = topicId;
        this.begin = begin;
        this.end = end;
        Properties properties = new Properties();
        properties.setProperty("user", config.reader().user());
        properties.setProperty("password", config.reader().password().reveal());
        properties.setProperty("ApplicationName", "sluice audit");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options",
                "-c default_transaction_read_only=on -c statement_timeout=0 -c idle_in_transaction_session_timeout=0");
        connection = DriverManager.getConnection("jdbc:" + config.url(), properties);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    /** Up to where each partition is stored. The first look: it makes the snapshot. */
    Map<Integer, Long> nextOffsets(String topic) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT partition, next_offset, topic_id FROM sluice.consumer_offset WHERE topic = ?")) {
            statement.setString(1, topic);
            Map<Integer, Long> next = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!topicId.equals(rows.getObject(3, UUID.class))) {
                        throw new AuditException("the topic " + topic + " was deleted and made again: PostgreSQL stores"
                                + " from topic id " + rows.getString(3) + ", Kafka has " + topicId);
                    }
                    next.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return next;
        }
    }

    Cursor rows() throws SQLException {
        return cursor(ROWS.formatted('"' + stream.name() + '"'));
    }

    Cursor entries() throws SQLException {
        return cursor(ENTRIES);
    }

    /** Lives as long as the connection. */
    private Cursor cursor(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(PORTION);
        statement.setObject(1, topicId);
        statement.setString(2, begin.toString());
        statement.setString(3, end.toString());
        if (sql.equals(ENTRIES)) {
            statement.setString(4, stream.name());
        }
        return new Cursor(statement.executeQuery());
    }

    /** Whether an operator has acknowledged that all of these offsets are lost. */
    boolean isAcknowledged(int partition, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ACKNOWLEDGED)) {
            statement.setLong(1, to);
            statement.setLong(2, from);
            statement.setObject(3, topicId);
            statement.setInt(4, partition);
            statement.setLong(5, to);
            statement.setLong(6, from);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getLong(1) == to - from + 1;
            }
        }
    }

    /** Whether what was stored of the partition then may be of a history that its log lost since, as was acknowledged. */
    boolean wasCut(int partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CUT)) {
            statement.setObject(1, topicId);
            statement.setInt(2, partition);
            statement.setString(3, begin.toString());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /** What was counted of a partition, by client and quarter of an hour. */
    Map<Cells.Cell, Cells.Count> counts(int partition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTS)) {
            statement.setString(1, stream.name());
            statement.setInt(2, partition);
            statement.setString(3, begin.toString());
            statement.setString(4, end.toString());
            Map<Cells.Cell, Cells.Count> counts = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(
                            new Cells.Cell(rows.getLong(2), rows.getString(1)),
                            new Cells.Count(
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getLong(7)));
                }
            }
            return counts;
        }
    }

    /** What PostgreSQL makes of these events' bytes, in their order. */
    List<Verdict> judge(int partition, List<KafkaEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(JUDGE)) {
            statement.setObject(1, topicId);
            statement.setInt(2, partition);
            statement.setObject(3, topicId);
            statement.setInt(4, partition);
            statement.setArray(
                    5, array("text", events.stream().map(KafkaEvent::text).toArray()));
            statement.setArray(
                    6, array("text", events.stream().map(KafkaEvent::client).toArray()));
            statement.setArray(
                    7, array("text", events.stream().map(KafkaEvent::key).toArray()));
            statement.setArray(
                    8,
                    array("bigint", events.stream().map(KafkaEvent::appendTime).toArray()));
            statement.setArray(
                    9, array("bigint", events.stream().map(KafkaEvent::offset).toArray()));
            statement.setArray(
                    10, array("int", events.stream().map(KafkaEvent::index).toArray()));
            statement.setString(11, stream.name());
            JsonPointer id = stream.file().id();
            statement.setArray(12, id == null ? null : array("text", id.steps().toArray()));
            List<Verdict> verdicts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    verdicts.add(new Verdict(
                            rows.getString(1),
                            rows.getBoolean(2),
                            rows.getBoolean(3),
                            rows.getBoolean(4),
                            rows.getBoolean(5),
                            rows.getBoolean(6)));
                }
            }
            return verdicts;
        }
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
