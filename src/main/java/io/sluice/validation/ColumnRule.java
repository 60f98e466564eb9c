package io.sluice.validation;

import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether a value can be lifted into its column: whether PostgreSQL's {@code (payload #>> path)::type} will take it. An
 * absent value, and null, is always fine.
 */
record ColumnRule(ValuePath path, ColumnType type) {
    /** Bytes of a lifted text: an index row takes no more than a third of a page of 8 kB, and more tells nobody more. */
    static final int MAX_TEXT = 8 * 1024;

    ColumnRule(Column column) {
        this(new ValuePath(column.pointer()), column.type());
    }

    @Nullable
    Fault check(JsonValue event) {
        JsonValue value = path.find(event);
        if (value == null || fits(value)) {
            return null;
        }
        return new Fault(path.pointer(), "is " + value.kind() + " that the stream's column can't hold; " + expected());
    }

    private boolean fits(JsonValue value) {
        return switch (type) {
            case TEXT -> value.isString() ? isShort(value.asString()) : value.isNumber() || value.isBoolean();
            case BIGINT -> WholeNumber.fits(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> value.isNumber() && isDouble(value.asNumber());
            case BOOLEAN -> value.isBoolean();
            case TIMESTAMPTZ -> value.isString() && Rfc3339.isDateTime(value.asString());
        };
    }

    private String expected() {
        return switch (type) {
            case TEXT -> "expected a text of at most " + MAX_TEXT + " bytes, a number or a boolean";
            case BIGINT -> "expected a whole number within 64 bits, without a decimal point";
            case DOUBLE -> "expected a number within the range of a double";
            case BOOLEAN -> "expected true or false";
            case TIMESTAMPTZ -> Rfc3339.EXPECTED;
        };
    }

    private static boolean isShort(String text) {
        return text.length() * 3L <= MAX_TEXT || text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT;
    }

    /** PostgreSQL refuses what overflows to infinity and what underflows to zero. */
    private static boolean isDouble(BigDecimal number) {
        double asDouble = number.doubleValue();
        return Double.isFinite(asDouble) && (asDouble != 0 || number.signum() == 0);
    }
}
