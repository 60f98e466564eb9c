package io.sluice.cli.sql;

import java.io.PrintWriter;

/** How rows are written; the names are what the user types. */
public enum ResultFormat {
    table,
    csv,
    json,
    ndjson;

    /**
     * A writer of one result.
     *
     * @param width    characters of a value in a table
     * @param expanded instead of a table, a line for each value
     */
    public RowWriter writer(PrintWriter out, int width, boolean expanded) {
        return switch (this) {
            case csv -> new CsvWriter(out);
            case json -> JsonWriter.array(out);
            case ndjson -> JsonWriter.lines(out);
            case table -> expanded ? new ExpandedWriter(out) : new TableWriter(out, width);
        };
    }
}
