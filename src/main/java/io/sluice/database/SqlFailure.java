package io.sluice.database;

import io.vertx.pgclient.PgException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failed statement means for what was to be stored. */
enum SqlFailure {
    /** An event is at fault: find it, and store the others. */
    DATA,
    /** An event's id is in the ledger already: compare instead of claiming; no event is at fault. */
    KNOWN_ID,
    /** The day of a record has no partition yet: make it; no event is at fault. */
    MISSING_DAY,
    /** Another owner has the partition, or it stands elsewhere: read again. */
    FENCED,
    /** Not as many rows as events: a record's header counts wrongly. */
    TALLY,
    /** Too much at once: halve the batch and try again. */
    TOO_MUCH,
    /** The tables are not as this version needs them: prepare them again. */
    SCHEMA,
    /** The server, the way to it, or something unknown: wait, connect anew, read the offsets, go on. Never trouble. */
    SERVER;

    /** A value too large for an index or for jsonb; JSON nested too deep. */
    private static final Set<String> DATA_STATES = Set.of("54000", "54001");

    /** How the names of the ledger's keys begin: one for each of its partitions. */
    private static final String LEDGER = "event_id_";

    private static final Set<String> TOO_MUCH_STATES = Set.of("57014", "53200");

    /** Judges the first failure of a pipeline; anything but an answer of PostgreSQL is {@link #SERVER}. */
    static SqlFailure of(Throwable failure) {
        return failure instanceof PgException answer ? of(answer.getSqlState(), answer.getConstraint()) : SERVER;
    }

    /** Judges a state and the name of the constraint, which may be missing. */
    static SqlFailure of(@Nullable String state, @Nullable String constraint) {
        if (state == null || state.length() != 5) {
            return SERVER;
        }
        String key = constraint == null ? "" : constraint;
        boolean named = !key.isEmpty();
        if (state.equals("23514") && !named) {
            return MISSING_DAY;
        }
        if (state.equals("23505") && key.startsWith(LEDGER)) {
            return KNOWN_ID;
        }
        boolean integrity = state.startsWith("23") && (named || isOfAColumn(state));
        if (integrity || state.startsWith("22") || DATA_STATES.contains(state)) {
            return DATA;
        }
        if (TOO_MUCH_STATES.contains(state)) {
            return TOO_MUCH;
        }
        return switch (state) {
            case "SL001" -> FENCED;
            case "SL002" -> TALLY;
            case "42P01", "42703", "42883", "3F000" -> SCHEMA;
            default -> SERVER;
        };
    }

    /** A NULL in a column that forbids it names the column and no constraint. */
    private static boolean isOfAColumn(String state) {
        return state.equals("23502");
    }
}
