package io.sluice.report;

import io.sluice.config.Rollup;
import io.sluice.config.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Counts of stored events by time and value of a field that a rollup of the stream tells apart: a row a quarter of an hour and
 * value, so it costs by the time asked for. Counts by stream and client are the database stage's. Blocks.
 */
final class Histogram {
    // The values with the most events stand for themselves, all others together as one row whose value is missing.
    private static final String COUNTS = """
            WITH counted AS (
                SELECT date_bin(? * interval '1 second', quarter, ?::timestamptz) AS at, %s::text AS value,
                       sum(events)::bigint AS events
                FROM %s WHERE quarter >= ?::timestamptz AND quarter < ?::timestamptz GROUP BY 1, 2
            ), most AS (
                SELECT value FROM counted GROUP BY value ORDER BY sum(events) DESC, value LIMIT ?
            )
            SELECT coalesce(jsonb_agg(jsonb_build_object('at', sluice.rfc3339(at), 'value', value, 'other', other, 'events', events)
                                      ORDER BY at, other, events DESC, value), '[]')::text
            FROM (SELECT at, value, false AS other, events FROM counted c
                  WHERE EXISTS (SELECT FROM most m WHERE m.value IS NOT DISTINCT FROM c.value)
                  UNION ALL
                  SELECT at, NULL, true, sum(events)::bigint FROM counted c
                  WHERE NOT EXISTS (SELECT FROM most m WHERE m.value IS NOT DISTINCT FROM c.value) GROUP BY at) t
            """;

    /** What is asked. {@code by} is a lifted column or a JSON pointer; {@code step} whole quarters. */
    record Question(Stream stream, String by, Instant from, Instant until, Duration step, int limit) {}

    private Histogram() {}

    /** Where counts by that field come from; nothing where no rollup of the stream has it. */
    static Optional<String> statement(Stream stream, String by) {
        return stream.file().summed().stream()
                .filter(rollup -> rollup.by().contains(by))
                .min(Comparator.comparing(rollup -> rollup.by().size()))
                .map(rollup -> COUNTS.formatted(
                        RollupSql.identifier(Rollup.column(by)), new RollupSql(stream, rollup).table()));
    }

    /** The counts: each with {@code at}, {@code value}, {@code other} and {@code events}. */
    static JsonObject of(Connection connection, String statement, Question question) throws SQLException {
        try (PreparedStatement counts = connection.prepareStatement(statement)) {
            counts.setLong(1, question.step().toSeconds());
            counts.setString(2, question.from().toString());
            counts.setString(3, question.from().toString());
            counts.setString(4, question.until().toString());
            counts.setInt(5, question.limit());
            try (ResultSet rows = counts.executeQuery()) {
                rows.next();
                return new JsonObject()
                        .put("stream", question.stream().name())
                        .put("by", question.by())
                        .put("from", question.from().toString())
                        .put("until", question.until().toString())
                        .put("stepSeconds", question.step().toSeconds())
                        .put("counts", new JsonArray(rows.getString(1)));
            }
        }
    }
}
