package io.sluice.cli.sql;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a header line. As in PostgreSQL's COPY, NULL is empty and an empty text is {@code ""}. */
final class CsvWriter implements RowWriter {
    private static final String LINE_END = "\r\n";

    private final PrintWriter out;

    CsvWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<Column> columns) {
        line(columns.stream().map(Column::name).toList());
    }

    @Override
    public void row(List<@Nullable String> values) {
        line(values);
    }

    @Override
    public void end(boolean more) {}

    private void line(List<? extends @Nullable String> values) {
        out.print(values.stream().map(CsvWriter::field).collect(Collectors.joining(",")));
        out.print(LINE_END);
    }

    static String field(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
