package io.sluice.cli.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** An error of PostgreSQL in one line. Pure. */
final class SqlErrorText {
    private SqlErrorText() {}

    static String of(SQLException error, String sql) {
        ServerErrorMessage server = error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            return oneLine(String.valueOf(error.getMessage()));
        }
        String where = server.getPosition() > 0 ? ", at " + place(sql, server.getPosition()) : "";
        return oneLine(server.getMessage() + " (" + server.getSQLState() + ")" + where
                + sentence("Detail", server.getDetail()) + sentence("Hint", server.getHint()));
    }

    /** @param position in characters, from 1 */
    static String place(String sql, int position) {
        String before = sql.substring(0, Math.min(sql.length(), position - 1));
        int lastBreak = before.lastIndexOf('\n');
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - lastBreak);
    }

    private static String sentence(String label, @Nullable String text) {
        return text == null ? "" : ". " + label + ": " + text;
    }

    private static String oneLine(String text) {
        return Cell.printable(text.replaceAll("\\s*\\n\\s*", " "));
    }
}
