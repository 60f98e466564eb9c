package io.sluice.cli.audit;

import io.sluice.audit.KafkaEvent;
import io.sluice.cli.days.SideTable;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A stream's events as Kafka has them, in a side table. What the stream's file lifts out of a payload isn't in there: it may
 * have been lifted by an older version of the file.
 */
final class ReplayTable implements AutoCloseable {
    /** An event that is no jsonb has no payload. {@code ledger}: what the ledger of ids says of this position, or null without id. */
    private static final String INSERT = """
            INSERT INTO {table} (received_at, client, topic_id, kafka_partition, kafka_offset, event_index, payload, ledger)
            SELECT to_timestamp(v.append_time / 1000.0::float8), v.client, ?::uuid, v.kafka_partition, v.kafka_offset, v.index,
                   CASE WHEN v.valid THEN v.line::jsonb END,
                   CASE WHEN k.key IS NULL THEN NULL
                        WHEN e.key IS NULL THEN 'forgotten'
                        WHEN (e.topic_id, e.kafka_partition, e.kafka_offset, e.event_index)
                             = (?::uuid, v.kafka_partition, v.kafka_offset, v.index) THEN 'first'
                        WHEN e.fingerprint = sluice.fingerprint(v.line) THEN 'elsewhere'
                        ELSE 'other' END
            FROM (
                SELECT w.*, ?::int AS kafka_partition, pg_input_is_valid(w.line, 'jsonb') AS valid
                FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::int[])
                    AS w (line, client, request_key, append_time, kafka_offset, index)
                OFFSET 0
            ) v
            CROSS JOIN LATERAL (
                SELECT CASE WHEN v.valid THEN sluice.event_key(
                    ?::text, v.client, v.line::jsonb #>> ?::text[], v.request_key, v.index) END AS key
            ) k
            LEFT JOIN sluice.event_id e ON e.key = k.key
            """;

    private final SideTable table;
    private final Stream stream;
    private final UUID topicId;

    ReplayTable(DatabaseConfig database, Stream stream, UUID topicId, boolean replace) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("received_at", "timestamptz NOT NULL");
        columns.put("client", "text NOT NULL");
        columns.put("topic_id", "uuid NOT NULL");
        columns.put("kafka_partition", "int NOT NULL");
        columns.put("kafka_offset", "bigint NOT NULL");
        columns.put("event_index", "int NOT NULL");
        columns.put("payload", "jsonb");
        columns.put("ledger", "text");
        this.table = SideTable.make(database, stream.name() + "_replay", columns, replace);
        this.stream = stream;
        this.topicId = topicId;
    }

    SideTable table() {
        return table;
    }

    void add(int partition, List<KafkaEvent> events) throws SQLException {
        JsonPointer id = stream.file().id();
        try (PreparedStatement statement = table.prepare(INSERT.replace("{table}", table.sql()))) {
            statement.setObject(1, topicId);
            statement.setObject(2, topicId);
            statement.setInt(3, partition);
            statement.setArray(
                    4, table.array("text", events.stream().map(KafkaEvent::text).toArray()));
            statement.setArray(
                    5,
                    table.array("text", events.stream().map(KafkaEvent::client).toArray()));
            statement.setArray(
                    6, table.array("text", events.stream().map(KafkaEvent::key).toArray()));
            statement.setArray(
                    7,
                    table.array(
                            "bigint",
                            events.stream().map(KafkaEvent::appendTime).toArray()));
            statement.setArray(
                    8,
                    table.array(
                            "bigint", events.stream().map(KafkaEvent::offset).toArray()));
            statement.setArray(
                    9, table.array("int", events.stream().map(KafkaEvent::index).toArray()));
            statement.setString(10, stream.name());
            statement.setArray(
                    11, id == null ? null : table.array("text", id.steps().toArray()));
            statement.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        table.close();
    }
}
