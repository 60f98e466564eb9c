package io.sluice.cli.sql;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Each row an object: an array of them, or one a line (NDJSON). Numbers keep every digit, jsonb stays JSON. */
final class JsonWriter implements RowWriter {
    /** NaN and Infinity are numbers to PostgreSQL, but not to JSON. */
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private final PrintWriter out;
    private final boolean array;
    private List<Column> columns = List.of();
    private long rows;

    private JsonWriter(PrintWriter out, boolean array) {
        this.out = out;
        this.array = array;
    }

    static JsonWriter array(PrintWriter out) {
        return new JsonWriter(out, true);
    }

    static JsonWriter lines(PrintWriter out) {
        return new JsonWriter(out, false);
    }

    @Override
    public void begin(List<Column> names) {
        columns = List.copyOf(names);
        rows = 0;
        out.print(array ? "[" : "");
    }

    @Override
    public void row(List<@Nullable String> values) {
        if (array) {
            out.print(rows == 0 ? "\n" : ",\n");
        }
        out.print(object(values));
        out.print(array ? "" : "\n");
        rows++;
    }

    @Override
    public void end(boolean more) {
        out.print(array ? "\n]\n" : "");
    }

    private String object(List<@Nullable String> values) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < columns.size(); i++) {
            json.append(i == 0 ? "" : ",");
            json.append(string(columns.get(i).name()))
                    .append(':')
                    .append(value(columns.get(i).kind(), values.get(i)));
        }
        return json.append('}').toString();
    }

    private static String value(Column.Kind kind, @Nullable String value) {
        if (value == null) {
            return "null";
        }
        return switch (kind) {
            case JSON, BOOLEAN -> value;
            case NUMBER -> JSON_NUMBER.matcher(value).matches() ? value : string(value);
            case TEXT -> string(value);
        };
    }

    private static String string(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
}
