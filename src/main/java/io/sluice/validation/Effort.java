package io.sluice.validation;

/**
 * What checking the events of one request against their schema may still cost, beside reading them: a schema that is
 * fine on what its author thought of can be driven up by who knows it. A step is a look of a pattern at a character, or
 * about as much work; a sound schema takes a few for each byte. For one request; not thread-safe.
 */
final class Effort {
    /** Some tenths of a second. */
    private static final long LEAST_STEPS = 8_000_000;

    private static final int STEPS_PER_BYTE = 12;

    private long left;

    /** For a request's body of that many bytes. */
    Effort(int bytes) {
        this.left = LEAST_STEPS + (long) bytes * STEPS_PER_BYTE;
    }

    /** @throws SpentException where nothing is left, from then on always: the rest of the request isn't checked */
    void spend(long steps) {
        owe(steps);
        if (left < 0) {
            throw new SpentException();
        }
    }

    /** The same for what is done already and is of use: only who spends more is stopped. */
    void owe(long steps) {
        left = Math.max(-1, left - steps);
    }

    /** Whether nothing is left. */
    boolean isSpent() {
        return left < 0;
    }

    /** The check of an event ends here, since it costs too much. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("too costly", null, false, false);
        }
    }
}
