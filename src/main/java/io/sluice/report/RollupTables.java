package io.sluice.report;

import io.sluice.config.Rollup;
import io.sluice.config.Stream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tables of a stream's rollups as its file wants them. In the transaction of whoever has the rollups' lock. */
final class RollupTables {
    private static final Logger LOG = LoggerFactory.getLogger(RollupTables.class);
    private static final String KNOWN = "SELECT definition FROM sluice.rollup WHERE name = ?";
    private static final String FORGET = "DELETE FROM sluice.rollup WHERE name = ?";
    private static final String NOTE = "INSERT INTO sluice.rollup (name, stream, definition) VALUES (?, ?, ?)";

    private final String reader;

    /** {@code reader} is the role that may look into them. */
    RollupTables(String reader) {
        this.reader = reader;
    }

    /** A table of another definition is dropped: what its quarters had of days that are gone goes with it. */
    void make(Connection connection, Stream stream) throws SQLException {
        for (Rollup rollup : stream.file().summed()) {
            RollupSql sql = new RollupSql(stream, rollup);
            String definition = sql.create() + "; " + sql.add("");
            String known = known(connection, sql.name());
            if (!definition.equals(known)) {
                make(connection, stream, sql, definition);
                LOG.atInfo()
                        .addKeyValue("rollup", sql.name())
                        .addKeyValue("again", known != null)
                        .log("the table of a rollup was made");
            }
        }
    }

    private static @Nullable String known(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private void make(Connection connection, Stream stream, RollupSql sql, String definition) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement forget = connection.prepareStatement(FORGET);
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            statement.execute(sql.drop());
            statement.execute(sql.create());
            // Also while the migrations of another node have made the schema and not yet granted anything.
            statement.execute("GRANT SELECT ON " + sql.table() + " TO " + RollupSql.identifier(reader));
            forget.setString(1, sql.name());
            forget.executeUpdate();
            note.setString(1, sql.name());
            note.setString(2, stream.name());
            note.setString(3, definition);
            note.executeUpdate();
        }
    }
}
