package io.sluice.message;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's log holds. Both sides of a fetch judge it by the same rules.
 *
 * @param start the first offset that it still holds
 * @param end   the next offset that it will give
 */
public record LogRange(long start, long end) {
    /**
     * Null when the log can be read from the wanted offset on, else the incident: LOG_TRUNCATED or LOG_GAP.
     *
     * @param partition its name, for the message
     * @param wanted    the offset to go on at
     * @param stored    every record below it is stored
     */
    public @Nullable SluiceException check(String partition, long wanted, long stored) {
        if (end < stored) {
            return new SluiceException(
                    Failure.LOG_TRUNCATED,
                    partition + " ends at offset " + end + ", before the stored offset " + stored + ": the offsets "
                            + end + " to " + (stored - 1) + " were stored and are no longer in the log");
        } else if (end < wanted) {
            return new SluiceException(
                    Failure.LOG_TRUNCATED,
                    partition + " ends at offset " + end + ", before the wanted offset " + wanted);
        } else if (start > wanted) {
            return new SluiceException(
                    Failure.LOG_GAP,
                    partition + " starts at offset " + start + ", after the wanted offset " + wanted + ": the offsets "
                            + wanted + " to " + (start - 1) + " are gone and were not stored");
        }
        return null;
    }
}
