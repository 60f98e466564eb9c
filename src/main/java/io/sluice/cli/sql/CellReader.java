package io.sluice.cli.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Makes the text of a value that every format shares. */
final class CellReader {
    private CellReader() {}

    /** @param type the driver's name of the column's type */
    static @Nullable String read(ResultSet rows, int column, String type) throws SQLException {
        @Nullable String text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return switch (type) {
            case "bool" -> Boolean.toString(rows.getBoolean(column));
            case "json", "jsonb" -> CompactJson.of(text);
            case "timestamptz" -> isInfinite(text) ? text : instant(rows.getObject(column, OffsetDateTime.class));
            case "timestamp" ->
                isInfinite(text)
                        ? text
                        : rows.getObject(column, LocalDateTime.class).toString();
            default -> text;
        };
    }

    private static boolean isInfinite(String text) {
        return text.endsWith("infinity");
    }

    /** RFC 3339, in UTC. */
    private static String instant(OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toInstant().toString();
    }
}
