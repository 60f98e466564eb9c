package io.sluice.cli.sql;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aligned columns, fitted to the values: it keeps every row until the end, so its caller bounds them. */
final class TableWriter implements RowWriter {
    private static final String GAP = "  ";

    private final PrintWriter out;
    private final int width;
    private final List<List<String>> rows = new ArrayList<>();
    private List<Column> columns = List.of();

    /** @param width characters of a value that are shown */
    TableWriter(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public void begin(List<Column> names) {
        columns = List.copyOf(names);
        rows.clear();
    }

    @Override
    public void row(List<@Nullable String> values) {
        List<String> cells = new ArrayList<>();
        for (String value : values) {
            cells.add(Cell.cut(Cell.printable(value), width));
        }
        rows.add(cells);
    }

    @Override
    public void end(boolean more) {
        List<String> names = columns.stream()
                .map(column -> Cell.cut(Cell.printable(column.name()), width))
                .toList();
        int[] widths = widths(names);
        print(names, widths);
        List<String> rules = new ArrayList<>();
        for (int columnWidth : widths) {
            rules.add("-".repeat(columnWidth));
        }
        print(rules, widths);
        rows.forEach(row -> print(row, widths));
        out.println(RowCount.text(rows.size(), more));
    }

    private int[] widths(List<String> names) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    Cell.length(names.get(i)),
                    rows.stream()
                            .mapToInt(row -> Cell.length(row.get(column)))
                            .max()
                            .orElse(0));
        }
        return widths;
    }

    private void print(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean right = columns.get(i).kind() == Column.Kind.NUMBER;
            line.append(i == 0 ? "" : GAP).append(Cell.pad(cells.get(i), widths[i], right));
        }
        out.println(line.toString().stripTrailing());
    }
}
