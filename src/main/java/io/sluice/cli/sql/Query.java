package io.sluice.cli.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement in a READ ONLY transaction and hands its rows on in portions, so that a large result needs no memory.
 *
 * @param limit rows at most; 0 for all
 */
record Query(ReaderLogin login, int limit) {
    /** The first portion, which must fit whatever the rows are; the driver adapts the next ones to their size. */
    private static final String FETCH_ROWS = "20";

    private static final String FETCH_BYTES = "64M";
    /** The bytes don't count a row's objects: without this, portions of tiny rows fill the heap. */
    private static final String FETCH_MAX_ROWS = "10000";
    /** Looking whether the output is still read means to flush it, which is too dear for every row. */
    private static final int LOOK_ROWS = 256;

    /** Runs it; ends early when nobody reads {@code out} any more. */
    void run(String sql, RowWriter writer, PrintWriter out) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (limit > 0) {
                statement.setMaxRows(limit + 1);
            }
            boolean hasRows = statement.execute(sql);
            while (hasRows || statement.getUpdateCount() >= 0) {
                if (hasRows) {
                    try (ResultSet rows = statement.getResultSet()) {
                        write(rows, writer, out);
                    }
                }
                hasRows = statement.getMoreResults();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = login.properties();
        properties.setProperty("defaultRowFetchSize", FETCH_ROWS);
        properties.setProperty("maxResultBuffer", FETCH_BYTES);
        properties.setProperty("adaptiveFetch", "true");
        properties.setProperty("adaptiveFetchMaximum", FETCH_MAX_ROWS);
        Connection connection = DriverManager.getConnection(login.jdbcUrl(), properties);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        return connection;
    }

    private void write(ResultSet rows, RowWriter writer, PrintWriter out) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(meta.getColumnLabel(i), Column.kindOf(meta.getColumnTypeName(i))));
        }
        writer.begin(columns);
        long count = 0;
        boolean more = false;
        while (!more && isRead(out, count) && rows.next()) {
            more = limit > 0 && count == limit;
            if (!more) {
                writer.row(values(rows, meta));
                count++;
            }
        }
        writer.end(more);
    }

    private static boolean isRead(PrintWriter out, long count) {
        return count == 0 || count % LOOK_ROWS != 0 || !out.checkError();
    }

    private static List<@Nullable String> values(ResultSet rows, ResultSetMetaData meta) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            values.add(CellReader.read(rows, i, meta.getColumnTypeName(i)));
        }
        return values;
    }
}
