package io.sluice.database;

import static java.util.stream.Collectors.joining;

import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import io.sluice.config.Stream.Time;
import java.util.ArrayList;
import java.util.List;

/** Builds the statements that make a stream's rows: time, id and columns are lifted out of the payload in SQL. */
final class StoreStatement {
    private StoreStatement() {}

    /** Stores all events; its parameters, as those of the others, are those of {@link Rows}. */
    static String rows(Stream stream) {
        return fill(Sql.STORE_ROWS, stream);
    }

    /** Writes the ids into the ledger. */
    static String claim(Stream stream, IdCheck check) {
        return fill(Sql.CLAIM_IDS, stream)
                .replace("{conflict}", check == IdCheck.CLAIM ? "" : "ON CONFLICT DO NOTHING");
    }

    /** Writes the ids into the ledger, also in the place of what it has of them. */
    static String replace(Stream stream) {
        return fill(Sql.CLAIM_IDS, stream)
                .replace(
                        "{conflict}",
                        "ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, topic_id = excluded.topic_id,"
                                + " received_at = excluded.received_at, kafka_offset = excluded.kafka_offset,"
                                + " kafka_partition = excluded.kafka_partition, event_index = excluded.event_index");
    }

    /** Stores those that the ledger has as the first with their id, and those without one. */
    static String firstRows(Stream stream) {
        return fill(Sql.STORE_FIRST_ROWS, stream);
    }

    /** Tells which of some lines, its only parameter, are no jsonb or don't fit the columns; not all that can't be stored. */
    static String unfit(Stream stream) {
        List<String> values = new ArrayList<>();
        List<String> types = new ArrayList<>();
        Time time = stream.file().time();
        if (time != null) {
            values.add(text(time.pointer()));
            types.add(time.format() == Stream.TimeFormat.EPOCH_MILLIS ? "double precision" : "timestamptz");
        }
        for (Column column : stream.file().columns()) {
            if (column.type() != ColumnType.TEXT) {
                values.add(text(column.pointer()));
                types.add(type(column.type()));
            }
        }
        StringBuilder unfit = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            unfit.append(" WHEN NOT pg_input_is_valid(")
                    .append(values.get(i))
                    .append(", ")
                    .append(Sql.literal(types.get(i)))
                    .append(") THEN ")
                    .append(i + 2);
        }
        return Sql.UNFIT_EVENTS
                .text()
                .replace("{values}", list(values))
                .replace("{types}", list(types.stream().map(Sql::literal).toList()))
                .replace("{unfit}", unfit);
    }

    private static String fill(Sql template, Stream stream) {
        List<String> columns = new ArrayList<>();
        List<String> lifted = new ArrayList<>();
        Time time = stream.file().time();
        if (time != null) {
            columns.add("event_time");
            lifted.add(time(time));
        }
        JsonPointer id = stream.file().id();
        if (id != null) {
            columns.add("event_id");
            lifted.add(text(id));
        }
        for (Column column : stream.file().columns()) {
            columns.add(Sql.identifier(column.name()));
            lifted.add('(' + text(column.pointer()) + ")::" + type(column.type()));
        }
        return template.text()
                .replace("{events}", Sql.EVENTS.text())
                .replace("{id}", id == null ? "NULL::text" : text(id))
                .replace("{table}", Sql.identifier(stream.name()))
                .replace("{stream}", Sql.literal(stream.name()) + "::text")
                .replace("{columns}", list(columns))
                .replace("{lifted}", list(lifted));
    }

    /** The type's name in PostgreSQL. */
    static String type(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case BIGINT -> "bigint";
            case DOUBLE -> "double precision";
            case BOOLEAN -> "boolean";
            case TIMESTAMPTZ -> "timestamptz";
        };
    }

    private static String time(Time time) {
        String text = text(time.pointer());
        return switch (time.format()) {
            case EPOCH_MILLIS -> "to_timestamp((" + text + ")::float8 / 1000.0::float8)";
            case RFC3339 -> '(' + text + ")::timestamptz";
        };
    }

    /**
     * The value at a pointer, as a text; null where it is absent or JSON's null. Arrows are cheaper than a path, which
     * PostgreSQL takes apart for every row, but only a path finds the elements of an array.
     */
    static String text(JsonPointer pointer) {
        List<String> steps = pointer.steps().stream().map(Sql::literal).toList();
        if (steps.isEmpty() || !pointer.steps().stream().allMatch(StoreStatement::isNoIndex)) {
            return "e.payload #>> ARRAY[" + String.join(",", steps) + "]::text[]";
        }
        int last = steps.size() - 1;
        return "e.payload"
                + steps.subList(0, last).stream().map(step -> " -> " + step).collect(joining()) + " ->> "
                + steps.get(last);
    }

    private static boolean isNoIndex(String step) {
        return !step.isEmpty() && Character.isLetter(step.charAt(0));
    }

    private static String list(List<String> items) {
        return items.isEmpty() ? "" : ", " + String.join(", ", items);
    }
}
