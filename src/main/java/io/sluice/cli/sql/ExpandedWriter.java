package io.sluice.cli.sql;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each column of each row on a line of its own; nothing is cut. */
final class ExpandedWriter implements RowWriter {
    private final PrintWriter out;
    private List<Column> columns = List.of();
    private long rows;

    ExpandedWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<Column> names) {
        columns = List.copyOf(names);
        rows = 0;
    }

    @Override
    public void row(List<@Nullable String> values) {
        int width = columns.stream()
                .mapToInt(column -> Cell.length(Cell.printable(column.name())))
                .max()
                .orElse(0);
        out.println("--- row " + ++rows);
        for (int i = 0; i < columns.size(); i++) {
            String name = Cell.pad(Cell.printable(columns.get(i).name()), width, false);
            out.println(name + "  " + Cell.printable(values.get(i)));
        }
    }

    @Override
    public void end(boolean more) {
        out.println(RowCount.text(rows, more));
    }
}
