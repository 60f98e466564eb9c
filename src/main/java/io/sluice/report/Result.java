package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a report's query gave: numbers, truth values and nulls as such, times as RFC 3339 has them, everything else as the text
 * that PostgreSQL shows.
 *
 * @param columns   each with name and type
 * @param rows      each an array of cells
 * @param truncated whether there were more rows than may be
 */
record Result(JsonArray columns, List<JsonArray> rows, boolean truncated) {
    private static final Pattern POSITION = Pattern.compile("Position: (\\d{1,9})");
    private static final String BOUNDS = "(timestamptz, timestamptz)";

    Result {
        rows = List.copyOf(rows);
    }

    /**
     * Runs the report's query on a connection that can't write, and that nobody uses afterwards.
     *
     * @throws SQLException also for a query that PostgreSQL doesn't take: {@link #place} tells where
     */
    static Result of(Connection reader, ReportFile report, Day day, int maxRows) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(prefix() + report.sql());
            statement.setMaxRows(maxRows + 1);
            try (ResultSet rows =
                    statement.executeQuery("EXECUTE report('" + day.from() + "', '" + day.until() + "')")) {
                return read(rows, maxRows);
            }
        }
    }

    /** A prepared statement of the server's own takes $1 and $2 as they stand in the file. */
    private static String prefix() {
        return "PREPARE report" + BOUNDS + " AS\n";
    }

    /** The line of the file that PostgreSQL complains about; 0 when it doesn't say. */
    static int place(ReportFile report, SQLException failure) {
        Matcher told = POSITION.matcher(String.valueOf(failure.getMessage()));
        int position = told.find() ? Integer.parseInt(told.group(1)) - 1 - prefix().length() : -1;
        return position < 0 ? 0 : report.sqlLine() + SqlText.lines(report.sql(), position);
    }

    private static Result read(ResultSet rows, int maxRows) throws SQLException {
        ResultSetMetaData types = rows.getMetaData();
        JsonArray columns = new JsonArray();
        for (int i = 1; i <= types.getColumnCount(); i++) {
            columns.add(new JsonObject().put("name", types.getColumnLabel(i)).put("type", types.getColumnTypeName(i)));
        }
        List<JsonArray> read = new ArrayList<>();
        boolean truncated = false;
        while (rows.next() && !truncated) {
            truncated = read.size() == maxRows;
            if (!truncated) {
                read.add(row(rows, types.getColumnCount()));
            }
        }
        return new Result(columns, read, truncated);
    }

    private static JsonArray row(ResultSet rows, int columns) throws SQLException {
        JsonArray row = new JsonArray();
        for (int i = 1; i <= columns; i++) {
            row.add(cell(rows.getObject(i), rows, i));
        }
        return row;
    }

    private static @Nullable Object cell(@Nullable Object value, ResultSet rows, int column) throws SQLException {
        if (value instanceof Timestamp) {
            return rows.getObject(column, java.time.OffsetDateTime.class)
                    .toInstant()
                    .toString();
        } else if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            return number.toString();
        } else if (value instanceof BigDecimal number) {
            return number;
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof Array ? String.valueOf(value) : rows.getString(column);
    }
}
