package io.sluice.validation;

import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Stream.StreamFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a stream's file demands of an event: its schema, and that time, id and columns can be read. Thread-safe. */
final class StreamRules {
    /** The first millisecond of the year 1, and the last of the year 9999. */
    static final long FIRST_MILLI = -62_135_596_800_000L;

    static final long LAST_MILLI = 253_402_300_799_999L;
    /** Characters of an event's id, or digits of a number that is one. */
    static final int LONGEST_ID = 200;

    private final Stream stream;
    private final SchemaCheck schema;
    private final @Nullable ValuePath time;
    private final @Nullable ValuePath id;
    private final List<ColumnRule> columns;

    StreamRules(Stream stream, SchemaCheck schema) {
        StreamFile file = stream.file();
        Stream.Time timeOfFile = file.time();
        JsonPointer idOfFile = file.id();
        this.stream = stream;
        this.schema = schema;
        this.time = timeOfFile == null ? null : new ValuePath(timeOfFile.pointer());
        this.id = idOfFile == null ? null : new ValuePath(idOfFile);
        this.columns = file.columns().stream().map(ColumnRule::new).toList();
    }

    Stream stream() {
        return stream;
    }

    /** Everything that is wrong with the event; empty where nothing is. */
    List<Fault> check(JsonValue event) {
        List<Fault> ofSchema = schema.check(event);
        List<Fault> faults = add(ofSchema, checkTime(event));
        faults = add(faults, checkId(event));
        for (ColumnRule column : columns) {
            faults = add(faults, column.check(event));
        }
        return faults;
    }

    /** Most events have no fault, so a list is made only for those that do. */
    private static List<Fault> add(List<Fault> faults, @Nullable Fault fault) {
        if (fault == null) {
            return faults;
        }
        List<Fault> more = new ArrayList<>(faults);
        more.add(fault);
        return more;
    }

    private @Nullable Fault checkTime(JsonValue event) {
        Stream.Time wanted = stream.file().time();
        JsonValue value = time == null ? null : time.find(event);
        if (wanted == null || value == null) {
            return null;
        }
        return switch (wanted.format()) {
            case EPOCH_MILLIS ->
                WholeNumber.fits(value, FIRST_MILLI, LAST_MILLI)
                        ? null
                        : new Fault(
                                wanted.pointer().text(),
                                "can't be read as the event's time; expected a whole number of milliseconds since 1970,"
                                        + " in the years 1 to 9999");
            case RFC3339 ->
                value.isString() && Rfc3339.isDateTime(value.asString())
                        ? null
                        : new Fault(wanted.pointer().text(), "can't be read as the event's time; " + Rfc3339.EXPECTED);
        };
    }

    private @Nullable Fault checkId(JsonValue event) {
        JsonValue value = id == null ? null : id.find(event);
        if (id == null || value == null || isId(value)) {
            return null;
        }
        return new Fault(
                id.pointer(),
                "can't be the event's id; expected a text of 1 to " + LONGEST_ID + " characters or a whole number");
    }

    private static boolean isId(JsonValue value) {
        if (value.isString()) {
            String text = value.asString();
            return !text.isEmpty() && text.codePointCount(0, text.length()) <= LONGEST_ID;
        }
        return WholeNumber.is(value)
                && (long) value.asNumber().precision() - value.asNumber().scale() <= LONGEST_ID;
    }
}
