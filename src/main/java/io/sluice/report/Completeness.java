package io.sluice.report;

import io.sluice.message.Described;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether nothing of a stream's day is missing. When the day and the grace after it are over, Kafka is asked once where every
 * partition ends, those without a record of the day too; the day is complete when each is stored to there, no gap touches it
 * and none of its events waits in trouble. Kafka's append times decide, so no sender's clock can matter. Blocks.
 */
final class Completeness {
    private static final UUID NO_TOPIC = new UUID(0, 0);
    private static final String CAPTURED =
            "SELECT EXISTS (SELECT FROM sluice.report_end WHERE stream = ? AND until_at = ?::timestamptz)";
    private static final String CAPTURE = """
            INSERT INTO sluice.report_end (stream, until_at, topic_id, partition, end_offset)
            VALUES (?, ?::timestamptz, ?, ?, ?) ON CONFLICT DO NOTHING
            """;
    private static final String STORED =
            "SELECT topic_id, partition, next_offset FROM sluice.consumer_offset WHERE stream = ?";
    private static final String ENDS = """
            SELECT e.topic_id, e.partition, e.end_offset, coalesce(o.next_offset, l.next_offset, 0) AS stored
            FROM sluice.report_end e
            LEFT JOIN sluice.consumer_offset o ON o.topic_id = e.topic_id AND o.partition = e.partition
            LEFT JOIN sluice.earlier_log l ON l.topic_id = e.topic_id AND l.partition = e.partition
            WHERE e.stream = ? AND e.until_at = ?::timestamptz AND e.partition >= 0
            ORDER BY e.topic_id, e.partition
            """;
    private static final String GAPS = """
            SELECT partition, from_offset, to_offset FROM sluice.gap
            WHERE stream = ? AND coalesce(before_at, '-infinity') < ?::timestamptz
              AND coalesce(after_at, 'infinity') >= ?::timestamptz
            ORDER BY id
            """;
    private static final String COUNTS = """
            SELECT coalesce(sum(stored), 0)::bigint,
                   coalesce(sum(appended - stored - duplicates - trouble - discarded), 0)::bigint
            FROM sluice.event_count WHERE stream = ? AND quarter >= ?::timestamptz AND quarter < ?::timestamptz
            """;
    private static final String TROUBLE = """
            SELECT count(*) FROM sluice.trouble
            WHERE state = 'open' AND stream = ? AND received_at >= ?::timestamptz AND received_at < ?::timestamptz
            """;

    /**
     * What is known of a day at one moment.
     *
     * @param events stored ones
     * @param ends   of the partitions, as Kafka told them: topicId, partition, end and stored
     */
    record Look(long events, List<Missing> missing, JsonArray ends) {}

    private final Connection connection;
    private final Duration grace;

    Completeness(Connection connection, Duration grace) {
        this.connection = connection;
        this.grace = grace;
    }

    /** Notes where the partitions end, once, if the day is over by now and Kafka could be asked. */
    void capture(String stream, Day day, Instant now, @Nullable Described kafka) throws SQLException {
        if (kafka == null || now.isBefore(day.until().plus(grace)) || isCaptured(stream, day)) {
            return;
        }
        List<Object[]> ends = new ArrayList<>();
        ends.add(new Object[] {NO_TOPIC, -1, 0L});
        for (Described.Topic topic : kafka.topics()) {
            if (topic.stream().equals(stream)) {
                topic.partitions()
                        .forEach(partition ->
                                ends.add(new Object[] {topic.topicId(), partition.partition(), partition.logEnd()}));
            }
        }
        if (lacks(stream, ends)) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(CAPTURE)) {
            for (Object[] end : ends) {
                statement.setString(1, stream);
                statement.setString(2, day.until().toString());
                statement.setObject(3, end[0]);
                statement.setObject(4, end[1]);
                statement.setObject(5, end[2]);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private boolean isCaptured(String stream, Day day) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CAPTURED)) {
            statement.setString(1, stream);
            statement.setString(2, day.until().toString());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    /** Whether Kafka doesn't have what is stored: an incident, which an operator ends first. */
    private boolean lacks(String stream, List<Object[]> ends) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STORED)) {
            statement.setString(1, stream);
            try (ResultSet rows = statement.executeQuery()) {
                boolean lacks = false;
                while (rows.next()) {
                    Object topicId = rows.getObject(1);
                    int partition = rows.getInt(2);
                    long stored = rows.getLong(3);
                    lacks |= ends.stream()
                            .noneMatch(end ->
                                    end[0].equals(topicId) && end[1].equals(partition) && (long) end[2] >= stored);
                }
                return lacks;
            }
        }
    }

    /** How the day stands now. */
    Look look(String stream, Day day, Instant now) throws SQLException {
        List<Missing> missing = new ArrayList<>();
        JsonArray ends = new JsonArray();
        if (now.isBefore(day.until().plus(grace))) {
            missing.add(new Missing(
                    "day",
                    "",
                    0,
                    "the day ends at " + day.until() + ", and is judged " + grace.toMinutes() + " minutes later"));
        } else if (!isCaptured(stream, day)) {
            missing.add(new Missing(
                    "ends", "", 0, "Kafka couldn't be asked yet where the day ends, or its log lost what is stored"));
        } else {
            ends(stream, day, ends, missing);
        }
        gaps(stream, day, missing);
        long trouble = number(TROUBLE, stream, day, 1);
        if (trouble > 0) {
            missing.add(new Missing("trouble", "", trouble, trouble + " of its events wait in the trouble queue"));
        }
        long uneven = number(COUNTS, stream, day, 2);
        if (uneven != 0) {
            missing.add(new Missing("balance", "", uneven, "the balance sheet of the day is off by " + uneven));
        }
        return new Look(number(COUNTS, stream, day, 1), missing, ends);
    }

    private void ends(String stream, Day day, JsonArray ends, List<Missing> missing) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDS)) {
            statement.setString(1, stream);
            statement.setString(2, day.until().toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int partition = rows.getInt(2);
                    long end = rows.getLong(3);
                    long stored = rows.getLong(4);
                    ends.add(new JsonObject()
                            .put("topicId", rows.getString(1))
                            .put("partition", partition)
                            .put("end", end)
                            .put("stored", stored));
                    if (stored < end) {
                        missing.add(new Missing(
                                "stored",
                                "partition " + partition,
                                end - stored,
                                (end - stored) + " records of partition " + partition + " aren't stored yet"));
                    }
                }
            }
        }
    }

    private void gaps(String stream, Day day, List<Missing> missing) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GAPS)) {
            statement.setString(1, stream);
            statement.setString(2, day.until().toString());
            statement.setString(3, day.from().toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long first = rows.getLong(2);
                    long last = rows.getLong(3);
                    boolean known = !rows.wasNull();
                    String lost = known ? (last - first + 1) + " records" : "an unknown number of records";
                    missing.add(new Missing(
                            "gap",
                            "partition " + rows.getInt(1),
                            known ? last - first + 1 : 0,
                            lost + " of partition " + rows.getInt(1) + " from offset " + first
                                    + " on are lost, and may be of this day"));
                }
            }
        }
    }

    private long number(String sql, String stream, Day day, int column) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, stream);
            statement.setString(2, day.from().toString());
            statement.setString(3, day.until().toString());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(column);
            }
        }
    }
}
