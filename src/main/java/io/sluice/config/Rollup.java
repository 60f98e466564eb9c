package io.sluice.config;

import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a stream's rows are summed up to: a row for each quarter of an hour of receipt and each combination of values, with
 * the number of events and the figures asked for. The table is {@code rollup.STREAM_NAME}.
 *
 * @param name 1 to 14 of a-z, 0-9 and _, beginning with a letter
 * @param by   what is told apart: lifted columns by name, or JSON pointers into the payload; may be empty
 * @param sum  lifted columns or pointers whose numbers are summed up; null for none
 * @param min  the same, of which the least is kept
 * @param max  the same, of which the greatest is kept
 */
public record Rollup(
        String name,
        List<String> by,
        @Nullable List<String> sum,
        @Nullable List<String> min,
        @Nullable List<String> max) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,13}");
    private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,59}");
    private static final Set<ColumnType> NUMBERS = Set.of(ColumnType.BIGINT, ColumnType.DOUBLE);
    private static final Set<String> TAKEN = Set.of("quarter", "events");

    public Rollup {
        Check.holds(NAME.matcher(name).matches(), "name is 1 to 14 of a-z, 0-9 and _, beginning with a letter");
        Set<String> columns = new HashSet<>(TAKEN);
        List<String> named = new ArrayList<>(by.stream().map(Rollup::column).toList());
        for (Figure figure : figures(sum, min, max)) {
            named.add(figure.column());
        }
        for (String column : named) {
            Check.holds(
                    COLUMN.matcher(column).matches(),
                    "rollup " + name + ": " + column + " can't be a column's name; lift the value into a column");
            Check.holds(columns.add(column), "rollup " + name + ": two of its columns would be named " + column);
        }
    }

    /** What is kept of a value beside the count of events. */
    public record Figure(Kind kind, String of) {
        /** Its column's name, like {@code played_ms_sum}. */
        public String column() {
            return Rollup.column(of) + '_' + kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the figures of two rows become one. */
    public enum Kind {
        SUM,
        MIN,
        MAX
    }

    /** All of them, sums first. */
    public List<Figure> figures() {
        return figures(sum, min, max);
    }

    private static List<Figure> figures(
            @Nullable List<String> sum, @Nullable List<String> min, @Nullable List<String> max) {
        List<Figure> figures = new ArrayList<>();
        add(figures, Kind.SUM, sum);
        add(figures, Kind.MIN, min);
        add(figures, Kind.MAX, max);
        return figures;
    }

    private static void add(List<Figure> figures, Kind kind, @Nullable List<String> of) {
        if (of != null) {
            of.forEach(value -> figures.add(new Figure(kind, value)));
        }
    }

    /** Whether that is a JSON pointer, not a lifted column. */
    public static boolean isPointer(String value) {
        return value.startsWith("/");
    }

    /** The column that a value gets: a lifted column's name, and for {@code /device/osName} it is {@code device_os_name}. */
    public static String column(String value) {
        return isPointer(value)
                ? value.substring(1)
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[^A-Za-z0-9]+", "_")
                        .toLowerCase(Locale.ROOT)
                : value;
    }

    /** The table without its schema. */
    public String table(String stream) {
        return stream + '_' + name;
    }

    void refuseUnknown(List<Column> columns) {
        List<String> all = new ArrayList<>(by);
        figures().forEach(figure -> all.add(figure.of()));
        for (String value : all) {
            if (isPointer(value)) {
                Check.within("rollup " + name, new JsonPointer(value));
            } else {
                Check.holds(
                        columns.stream().anyMatch(column -> column.name().equals(value)),
                        "rollup " + name + ": " + value + " is neither a column of this stream nor a JSON pointer");
            }
        }
        for (Figure figure : figures()) {
            Check.holds(
                    columns.stream()
                            .filter(column -> column.name().equals(figure.of()))
                            .allMatch(column -> NUMBERS.contains(column.type())),
                    "rollup " + name + ": " + figure.of() + " is no column of numbers");
        }
    }
}
