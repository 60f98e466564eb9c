package io.sluice.validation;

/**
 * Texts as RFC 3339 has them, in the part that PostgreSQL's {@code ::timestamptz} reads as the same instant. Narrower
 * than the RFC on purpose: years 0001 to 9999; no second 60, since PostgreSQL would make it the next minute; offsets
 * within 15:59; 1 to 9 digits of fraction, of which PostgreSQL keeps 6. T and Z may be small letters.
 */
final class Rfc3339 {
    static final String FORM = "RFC 3339 like 2026-11-20T12:34:56.789Z";
    static final String EXPECTED = "expected " + FORM;
    private static final int DATE = 10;
    private static final int DATE_AND_SECONDS = 19;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int MOST_OFFSET_HOURS = 15;

    private Rfc3339() {}

    static boolean isDateTime(String text) {
        return text.length() > DATE_AND_SECONDS
                && isDate(text.substring(0, DATE))
                && (text.charAt(DATE) == 'T' || text.charAt(DATE) == 't')
                && isTime(text, DATE + 1);
    }

    static boolean isDate(String text) {
        if (text.length() != DATE || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        int year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
        int month = twoDigits(text, 5);
        int day = twoDigits(text, 8);
        return twoDigits(text, 0) >= 0
                && twoDigits(text, 2) >= 0
                && year >= 1
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= daysOf(month, year);
    }

    static boolean isTime(String text) {
        return isTime(text, 0);
    }

    private static boolean isTime(String text, int at) {
        if (text.length() < at + 9 || text.charAt(at + 2) != ':' || text.charAt(at + 5) != ':') {
            return false;
        }
        if (!within(text, at, 23) || !within(text, at + 3, 59) || !within(text, at + 6, 59)) {
            return false;
        }
        int i = at + 8;
        if (text.charAt(i) == '.') {
            int begin = ++i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            if (i == begin || i - begin > MOST_FRACTION_DIGITS) {
                return false;
            }
        }
        return isOffset(text, i);
    }

    private static boolean isOffset(String text, int at) {
        if (at + 1 == text.length()) {
            return text.charAt(at) == 'Z' || text.charAt(at) == 'z';
        }
        return text.length() == at + 6
                && (text.charAt(at) == '+' || text.charAt(at) == '-')
                && within(text, at + 1, MOST_OFFSET_HOURS)
                && text.charAt(at + 3) == ':'
                && within(text, at + 4, 59);
    }

    private static boolean within(String text, int at, int most) {
        int number = twoDigits(text, at);
        return number >= 0 && number <= most;
    }

    /** The number of two digits, or less than -99 where one of them is none. */
    private static int twoDigits(String text, int at) {
        char tens = text.charAt(at);
        char ones = text.charAt(at + 1);
        return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -100;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int daysOf(int month, int year) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
