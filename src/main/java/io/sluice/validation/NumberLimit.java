package io.sluice.validation;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers are let in. PostgreSQL's jsonb keeps a number as numeric, written out in full: 1e131071 in nine bytes
 * becomes 131,072 digits whenever it is read. So the length of the written-out form is bounded, by arithmetic on the
 * exponent alone: nothing is ever expanded to find out.
 */
final class NumberLimit {
    /** Digits before and after the point together. Every double has fewer: 5e-324 is the longest, with 340. */
    static final int MAX_DIGITS = 400;
    /** Characters as written: the digits, sign, point, exponent, and room for a few needless zeros. */
    static final int MAX_TEXT = MAX_DIGITS + 16;

    private NumberLimit() {}

    /** The number, or null where it is too long as written or written out. */
    static @Nullable BigDecimal read(String text) {
        if (text.length() > MAX_TEXT) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException exponentBeyondInt) {
            return null;
        }
        long before = Math.max(1, (long) number.precision() - number.scale());
        long after = Math.max(0, number.scale());
        return before + after > MAX_DIGITS ? null : number;
    }
}
