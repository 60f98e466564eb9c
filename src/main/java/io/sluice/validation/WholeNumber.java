package io.sluice.validation;

import java.math.BigDecimal;

/** Numbers that PostgreSQL writes without a point, and so reads as an integer: 12 and 1e3, but not 12.0. */
final class WholeNumber {
    private WholeNumber() {}

    static boolean is(JsonValue value) {
        return value.isNumber() && value.asNumber().scale() <= 0;
    }

    static boolean fits(JsonValue value, long least, long most) {
        if (!is(value)) {
            return false;
        }
        BigDecimal number = value.asNumber();
        return number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }
}
