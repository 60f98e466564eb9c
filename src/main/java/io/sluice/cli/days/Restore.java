package io.sluice.cli.days;

import io.sluice.config.DatabaseConfig;
import io.sluice.database.day.DayFileReader;
import io.sluice.database.day.DayHead;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Brings a day's file back into a side table. Blocks. */
final class Restore {
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final int PORTION_ROWS = 1_000;
    private static final int PORTION_CHARACTERS = 2 << 20;

    private static final String INSERT = """
            INSERT INTO {table}
            SELECT r.* FROM unnest(?::text[]) AS l (line) CROSS JOIN LATERAL json_populate_record(NULL::{table}, l.line::json) r
            """;
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute a
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private final DatabaseConfig database;
    private final Path file;
    private final boolean replace;
    private final PrintWriter out;
    private final Difference difference;

    Restore(DatabaseConfig database, Path file, boolean replace, PrintWriter out, Difference difference) {
        this.database = database;
        this.file = file;
        this.replace = replace;
        this.out = out;
        this.difference = difference;
    }

    /**
     * Reads the file twice: first to see that it is whole, before PostgreSQL has any work with it.
     *
     * @return whether the live table has the same rows, or none of that day
     */
    boolean run() throws IOException, SQLException {
        try (DayFileReader reader = new DayFileReader(file)) {
            reader.readToEnd();
        }
        try (DayFileReader reader = new DayFileReader(file)) {
            DayHead head = reader.head();
            String name = head.stream() + '_' + head.day().format(SUFFIX);
            try (SideTable table = SideTable.make(database, name, head.columns(), replace)) {
                load(reader, table);
                table.commit();
                out.println(
                        table + ": " + head.rows() + " rows of " + head.stream() + " of " + head.day() + " restored");
                return compare(head, table);
            }
        }
    }

    private static void load(DayFileReader reader, SideTable table) throws IOException, SQLException {
        try (PreparedStatement statement = table.prepare(INSERT.replace("{table}", table.sql()))) {
            List<String> lines = new ArrayList<>();
            long characters = 0;
            for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
                characters += line.length();
                if (lines.size() == PORTION_ROWS || characters >= PORTION_CHARACTERS) {
                    insert(table, statement, lines);
                    lines.clear();
                    characters = 0;
                }
            }
            insert(table, statement, lines);
        }
    }

    private static void insert(SideTable table, PreparedStatement statement, List<String> lines) throws SQLException {
        statement.setArray(1, table.array("text", lines.toArray()));
        if (statement.executeUpdate() != lines.size()) {
            throw new SideTableException(table + " took fewer rows than the file has: is there a trigger or a rule?");
        }
    }

    private boolean compare(DayHead head, SideTable table) throws SQLException {
        Map<String, String> columns = columns(table, head.stream());
        List<String> same = new ArrayList<>();
        head.columns().forEach((name, type) -> {
            if (type.equals(columns.get(name))) {
                same.add(name);
            }
        });
        Live live = new Live(
                head.stream(),
                Live.RECEIVED,
                List.of(
                        head.day().atStartOfDay(ZoneOffset.UTC).toInstant().toString(),
                        head.day()
                                .plusDays(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant()
                                .toString()),
                same);
        if (columns.isEmpty() || !hasAny(table, live)) {
            out.println(live + " has none of that day");
            return true;
        }
        if (same.size() < Math.max(columns.size(), head.columns().size())) {
            out.println("compared: " + String.join(", ", same) + "; the other columns aren't in both, with one type");
        }
        difference.compare(table, live, "NULL::text");
        return difference.isNone();
    }

    private static Map<String, String> columns(SideTable table, String stream) throws SQLException {
        try (PreparedStatement statement = table.prepare(COLUMNS)) {
            statement.setString(1, "logs." + SideTable.quoted(stream));
            Map<String, String> columns = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), Objects.requireNonNull(rows.getString(2)));
                }
            }
            return columns;
        }
    }

    private static boolean hasAny(SideTable table, Live live) throws SQLException {
        try (PreparedStatement statement =
                table.prepare("SELECT EXISTS (SELECT FROM " + live.sql() + " WHERE " + live.condition() + ")")) {
            for (int i = 0; i < live.parameters().size(); i++) {
                statement.setObject(i + 1, live.parameters().get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
