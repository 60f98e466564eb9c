package io.sluice.report;

import io.sluice.config.JsonPointer;
import io.sluice.config.Rollup;
import io.sluice.config.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of one rollup of a stream. Names come from checked files, and are quoted all the same. Pure. */
final class RollupSql {
    /** An index takes no text of any length; what is longer is told apart by its beginning. */
    private static final int MOST_CHARACTERS = 256;

    private final Stream stream;
    private final Rollup rollup;

    RollupSql(Stream stream, Rollup rollup) {
        this.stream = stream;
        this.rollup = rollup;
    }

    String name() {
        return rollup.table(stream.name());
    }

    /** Its table, with the schema. */
    String table() {
        return "rollup." + identifier(name());
    }

    String drop() {
        return "DROP TABLE IF EXISTS " + table();
    }

    /** What makes the table; also tells whether the one that is there is the same. */
    String create() {
        List<String> columns = new ArrayList<>(List.of("quarter timestamptz NOT NULL"));
        rollup.by().forEach(value -> columns.add(identifier(Rollup.column(value)) + ' ' + type(value)));
        columns.add("events bigint NOT NULL");
        rollup.figures().forEach(figure -> columns.add(identifier(figure.column()) + " numeric"));
        return "CREATE TABLE " + table() + " (" + String.join(", ", columns) + ", UNIQUE NULLS NOT DISTINCT ("
                + String.join(", ", keys()) + "))";
    }

    /** Takes up rows; {@code source} stands behind FROM, and names the stream's table l. Gives how many rows there were. */
    String add(String source) {
        String keys = String.join(", ", keys());
        List<String> all = new ArrayList<>(keys());
        all.add("events");
        rollup.figures().forEach(figure -> all.add(identifier(figure.column())));
        String columns = String.join(", ", all);
        return "WITH rolled AS (SELECT " + values() + " FROM " + source + " GROUP BY "
                + java.util.stream.IntStream.rangeClosed(1, keys().size())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "))
                + "), kept AS (INSERT INTO " + table() + " AS t (" + columns + ") SELECT " + columns
                + " FROM rolled ON CONFLICT (" + keys + ") DO UPDATE SET events = t.events + excluded.events" + merged()
                + "), noted AS (INSERT INTO sluice.rollup_quarter AS q (name, quarter, rows) SELECT " + literal(name())
                + ", quarter, sum(events) FROM rolled GROUP BY quarter"
                + " ON CONFLICT (name, quarter) DO UPDATE SET rows = q.rows + excluded.rows)"
                + " SELECT coalesce(sum(events), 0)::bigint FROM rolled";
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>(List.of("quarter"));
        rollup.by().forEach(value -> keys.add(identifier(Rollup.column(value))));
        return keys;
    }

    private String values() {
        List<String> values = new ArrayList<>(List.of("sluice.quarter(l.received_at) AS quarter"));
        rollup.by().forEach(value -> values.add(key(value) + " AS " + identifier(Rollup.column(value))));
        values.add("count(*) AS events");
        rollup.figures()
                .forEach(figure ->
                        values.add(figure.kind() + "(" + number(figure.of()) + ") AS " + identifier(figure.column())));
        return String.join(", ", values);
    }

    private String merged() {
        return rollup.figures().stream()
                .map(figure -> {
                    String column = identifier(figure.column());
                    String both = "t." + column + ", excluded." + column;
                    return ", " + column + " = "
                            + switch (figure.kind()) {
                                case SUM -> "coalesce(t." + column + " + excluded." + column + ", " + both + ")";
                                case MIN -> "least(" + both + ")";
                                case MAX -> "greatest(" + both + ")";
                            };
                })
                .collect(Collectors.joining());
    }

    private String key(String value) {
        if (Rollup.isPointer(value)) {
            return "left(l.payload #>> " + path(value) + ", " + MOST_CHARACTERS + ")";
        }
        String column = "l." + identifier(value);
        return type(value).equals("text") ? "left(" + column + ", " + MOST_CHARACTERS + ")" : column;
    }

    /** A value that is no number counts as absent: the stream's schema decides what may stand there. */
    private static String number(String value) {
        return Rollup.isPointer(value)
                ? "CASE WHEN jsonb_typeof(l.payload #> " + path(value) + ") = 'number' THEN (l.payload #>> "
                        + path(value) + ")::numeric END"
                : "l." + identifier(value) + "::numeric";
    }

    private String type(String value) {
        return stream.file().columns().stream()
                .filter(column -> column.name().equals(value))
                .findFirst()
                .map(column -> switch (column.type()) {
                    case TEXT -> "text";
                    case BIGINT -> "bigint";
                    case DOUBLE -> "double precision";
                    case BOOLEAN -> "boolean";
                    case TIMESTAMPTZ -> "timestamptz";
                })
                .orElse("text");
    }

    private static String path(String pointer) {
        return new JsonPointer(pointer)
                .steps().stream().map(RollupSql::literal).collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    private static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
