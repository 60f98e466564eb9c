package io.sluice.cli.days;

import java.io.PrintWriter;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lays a side table's rows beside the live ones, by their positions, and tells where they differ: the first ones one by one,
 * all of them by number. PostgreSQL compares; only what differs comes here, in portions.
 */
public final class Difference {
    private static final int PORTION = 2_000;

    /**
     * {side} and {live} are the tables, {what} what is compared, {which} the live rows and {why} the reason that a difference is
     * as it should be, or null. A position may stand there twice, in a log that was truncated, or by harm: then the copies are
     * numbered, and one too many has no partner. No column of a stream begins with _.
     */
    private static final String DIFFERENT = """
            SELECT kafka_partition, kafka_offset, event_index, s._digest IS NOT NULL AS is_beside,
                   l._digest IS NOT NULL AS is_live, {why} AS why
            FROM (
                SELECT *, md5(ROW({what})::text) AS _digest,
                       row_number() OVER (PARTITION BY topic_id, kafka_partition, kafka_offset, event_index) AS _copy
                FROM {side}
            ) s
            FULL JOIN (
                SELECT topic_id, kafka_partition, kafka_offset, event_index, md5(ROW({what})::text) AS _digest,
                       row_number() OVER (PARTITION BY topic_id, kafka_partition, kafka_offset, event_index) AS _copy
                FROM {live}
                WHERE {which}
            ) l USING (topic_id, kafka_partition, kafka_offset, event_index, _copy)
            LEFT JOIN sluice.trouble t USING (topic_id, kafka_partition, kafka_offset, event_index)
            WHERE s._digest IS DISTINCT FROM l._digest
            ORDER BY kafka_partition, kafka_offset, event_index
            """;

    private final PrintWriter out;
    private final String origin;
    private final long most;
    private final Map<String, Long> explained = new TreeMap<>();
    private long told;
    private long onlyBeside;
    private long onlyLive;
    private long different;

    /**
     * @param origin where the side table's rows come from, for people: "the file"
     * @param most   differences that are told one by one
     */
    public Difference(PrintWriter out, String origin, long most) {
        this.out = out;
        this.origin = origin;
        this.most = most;
    }

    /**
     * Compares and tells.
     *
     * @param why SQL over {@code s} (a side row with its {@code _digest}, or nulls), {@code l} (a live one) and {@code t} (the trouble queue's entry) that gives a
     *            text where a difference is as it should be, else null
     */
    public void compare(SideTable side, Live live, String why) throws SQLException {
        String what = live.columns().stream().map(SideTable::quoted).collect(Collectors.joining(", "));
        String sql = DIFFERENT
                .replace("{side}", side.sql())
                .replace("{live}", live.sql())
                .replace("{what}", what)
                .replace("{which}", live.condition())
                .replace("{why}", why);
        try (PreparedStatement statement = side.prepare(sql)) {
            statement.setFetchSize(PORTION);
            for (int i = 0; i < live.parameters().size(); i++) {
                statement.setObject(i + 1, live.parameters().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    take(rows, live);
                }
            }
        }
        summary(live);
    }

    private void take(ResultSet row, Live live) throws SQLException {
        String why = row.getString("why");
        if (why != null) {
            explained.merge(why, 1L, Long::sum);
            return;
        }
        String kind;
        if (!row.getBoolean("is_live")) {
            onlyBeside++;
            kind = "only in " + origin;
        } else if (!row.getBoolean("is_beside")) {
            onlyLive++;
            kind = "only in " + live;
        } else {
            different++;
            kind = "different";
        }
        if (told++ < most) {
            out.println(kind + "  partition " + row.getInt("kafka_partition") + ", offset "
                    + row.getLong("kafka_offset") + ", index " + row.getInt("event_index"));
        }
    }

    private void summary(Live live) {
        explained.forEach((why, number) -> out.println(number + " " + why));
        out.println(
                isNone()
                        ? live + " has the same"
                        : onlyBeside + " only in " + origin + ", " + onlyLive + " only in " + live + ", " + different
                                + " different" + (told > most ? "; the first " + most + " are listed" : ""));
        out.flush();
    }

    /** Whether both have the same, but for what is as it should be. */
    public boolean isNone() {
        return onlyBeside + onlyLive + different == 0;
    }

    /** How many differences had this reason. */
    public long explained(String why) {
        return explained.getOrDefault(why, 0L);
    }
}
