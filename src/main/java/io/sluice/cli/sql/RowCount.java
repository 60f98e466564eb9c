package io.sluice.cli.sql;

/** The last line under a table. Pure. */
final class RowCount {
    private RowCount() {}

    static String text(long rows, boolean more) {
        String count = rows == 1 ? "1 row" : rows + " rows";
        return more
                ? "(the first " + count + "; --limit shows more, --format csv, json or ndjson all)"
                : "(" + count + ")";
    }
}
