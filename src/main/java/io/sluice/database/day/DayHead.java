package io.sluice.database.day;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file's first line: what lies in it.
 *
 * @param rows    how many follow
 * @param columns of the table, with their types as PostgreSQL names them, in order
 */
public record DayHead(String stream, LocalDate day, long rows, Map<String, String> columns) {
    /** Raised when an older program would misread a file. */
    private static final int FORMAT = 1;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Those of every stream, and those that a stream's file can lift out; a file's types become part of statements. */
    private static final Set<String> TYPES = Set.of(
            "text", "bigint", "integer", "double precision", "boolean", "timestamp with time zone", "uuid", "jsonb");

    /** Fails with what is wrong, when it is the head of no day. */
    public DayHead {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        holds(NAME.matcher(stream).matches(), "\"stream\" is no stream's name");
        holds(rows >= 0, "\"rows\" is below 0");
        columns.forEach((name, type) -> {
            holds(NAME.matcher(name).matches(), "\"columns\" has a name that no column has");
            holds(TYPES.contains(type), "the column " + name + " has a type that no release writes");
        });
        holds(columns.containsKey("payload"), "\"columns\" has no payload");
    }

    private static void holds(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Throws IllegalArgumentException with what is wrong. */
    static DayHead parse(String line) {
        try {
            JsonObject json = new JsonObject(line);
            Integer format = json.getInteger("format");
            holds(format != null, "it isn't the head of a day's file: \"format\" is missing");
            holds(
                    format == FORMAT,
                    "it says format " + format + ", and this program knows " + FORMAT
                            + ": restore it with the release that wrote it, or a later one");
            Map<String, String> columns = new LinkedHashMap<>();
            json.getJsonObject("columns", new JsonObject())
                    .forEach(column -> columns.put(column.getKey(), String.valueOf(column.getValue())));
            return new DayHead(
                    json.getString("stream", ""),
                    LocalDate.parse(json.getString("day", "")),
                    json.getLong("rows", -1L),
                    columns);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("it isn't the head of a day's file", e);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"day\" is no day", e);
        }
    }

    String line() {
        JsonObject types = new JsonObject();
        columns.forEach(types::put);
        return new JsonObject()
                .put("format", FORMAT)
                .put("stream", stream)
                .put("day", day.toString())
                .put("rows", rows)
                .put("columns", types)
                .encode();
    }
}
