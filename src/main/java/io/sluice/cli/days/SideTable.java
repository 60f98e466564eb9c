package io.sluice.cli.days;

import io.sluice.config.DatabaseConfig;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A table in the schema {@code restored}, beside the live one and never a part of it. Made and filled under the maintenance
 * role in one transaction, so that it stands there whole or not at all; the reader may look at it. Blocks; for one thread.
 */
public final class SideTable implements AutoCloseable {
    private static final String SCHEMA = "restored";

    private final Connection connection;
    private final DatabaseConfig config;
    private final String name;

    private SideTable(Connection connection, DatabaseConfig config, String name) {
        this.connection = connection;
        this.config = config;
        this.name = name;
    }

    /**
     * Makes it, to be seen by others after {@link #commit}.
     *
     * @param name    a stream's name and what tells its tables apart: lower case letters, digits and _
     * @param columns with the names of their types, as they may stand in a statement
     * @param replace whether one that is there already goes
     * @throws SideTableException where one is there already
     */
    public static SideTable make(DatabaseConfig config, String name, Map<String, String> columns, boolean replace)
            throws SQLException {
        SideTable table = new SideTable(connect(config), config, name);
        try {
            table.create(columns, replace);
            return table;
        } catch (SQLException | SideTableException e) {
            table.close();
            throw e;
        }
    }

    private static Connection connect(DatabaseConfig config) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.maintenance().user());
        properties.setProperty("password", config.maintenance().password().reveal());
        properties.setProperty("ApplicationName", "sluice restore");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("options", "-c TimeZone=UTC -c statement_timeout=0");
        Connection connection = DriverManager.getConnection("jdbc:" + config.url(), properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private void create(Map<String, String> columns, boolean replace) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isThere("to_regnamespace(?)", SCHEMA)) {
                statement.execute("CREATE SCHEMA " + SCHEMA);
                statement.execute("COMMENT ON SCHEMA " + SCHEMA
                        + " IS 'Made by sluice restore and sluice replay; nothing of the gateway needs it.'");
            }
            if (replace) {
                statement.execute("DROP TABLE IF EXISTS " + sql());
            } else if (isThere("to_regclass(?)", sql())) {
                throw new SideTableException("the table " + this
                        + " is there already: give --replace to make it anew, or DROP TABLE " + this);
            }
            statement.execute(columns.entrySet().stream()
                    .map(column -> quoted(column.getKey()) + ' ' + column.getValue())
                    .collect(Collectors.joining(", ", "CREATE TABLE " + sql() + " (", ")")));
        }
    }

    private boolean isThere(String function, String what) throws SQLException {
        try (PreparedStatement statement = prepare("SELECT " + function + " IS NOT NULL")) {
            statement.setString(1, what);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /** Its name in a statement. */
    public String sql() {
        return SCHEMA + '.' + quoted(name);
    }

    /** A statement in its transaction. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** A parameter of such a statement. */
    public Array array(String type, Object... values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    /** From here on it stays, and the reader may look at it. */
    public void commit() throws SQLException {
        String reader = quoted(config.reader().user());
        try (Statement statement = connection.createStatement()) {
            statement.execute("GRANT USAGE ON SCHEMA " + SCHEMA + " TO " + reader);
            statement.execute("GRANT SELECT ON " + sql() + " TO " + reader);
            statement.execute("ANALYZE " + sql());
        }
        connection.commit();
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Without {@link #commit} nothing is left of it. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @Override
    public String toString() {
        return SCHEMA + '.' + name;
    }
}
