package io.sluice.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL holds, as the superuser sees it. */
public final class Table {
    private static final int FETCHED_AT_ONCE = 5_000;

    private final String jdbc;

    public Table(TestServers servers) {
        this(servers.jdbc("postgres"));
    }

    /** {@code jdbc} with user and password. */
    public Table(String jdbc) {
        this.jdbc = jdbc;
    }

    /** What is done with each row of an answer. */
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Every row, few of them in memory at a time. */
    public void each(String sql, RowReader reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc)) {
            connection.setAutoCommit(false);
            Statement statement = connection.createStatement();
            statement.setFetchSize(FETCHED_AT_ONCE);
            ResultSet rows = statement.executeQuery(sql);
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** The first column of every row, as text. */
    public List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        each(sql, row -> values.add(row.getString(1)));
        return values;
    }

    /** One number; 0 when it can't be asked yet (the table isn't there, PostgreSQL is away). */
    public long number(String sql) {
        try {
            return Long.parseLong(column(sql).get(0));
        } catch (SQLException e) {
            return 0;
        }
    }
}
