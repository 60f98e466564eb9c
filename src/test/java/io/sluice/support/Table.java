package io.sluice.support;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL holds, as the superuser sees it. */
public final class Table {
    private final TestServers servers;

    public Table(TestServers servers) {
        this.servers = servers;
    }

    /** The first column of every row, as text. */
    public List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(servers.jdbc("postgres"));
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
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
