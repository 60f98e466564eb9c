package io.sluice.cli.send;

/**
 * One line of the input that isn't blank. Two are equal only when they are the same line.
 *
 * @param bytes  without its line break
 * @param number its place in the input, from 1, blank lines counted
 * @param end    the offset in the input at which the next line begins
 */
@SuppressWarnings("ArrayRecordComponent") // millions of them pass; the number makes each unique
record Line(byte[] bytes, long number, long end) {
    @Override
    public String toString() {
        return "Line[" + number + ", " + bytes.length + " bytes]";
    }
}
