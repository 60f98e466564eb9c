package io.sluice.validation;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers are let in. PostgreSQL's jsonb keeps a number as numeric, written out in full: 1e131071 in nine bytes
 * becomes 131,072 digits whenever it is read. So the length of the written-out form is bounded, by arithmetic on the
 * exponent alone: nothing is ever expanded to find out.
 */
final class NumberLimit {
    /** Characters of a number's text beside its digits: sign, point, exponent, and room for a few needless zeros. */
    private static final int BESIDE_DIGITS = 16;

    private NumberLimit() {}

    /** The number, or null where it has more than {@code maxDigits} as written or written out. */
    static @Nullable BigDecimal read(String text, int maxDigits) {
        if (text.length() > maxDigits + BESIDE_DIGITS) {
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
        return before + after > maxDigits ? null : number;
    }
}
