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
    /** The server, or the way to it: wait, connect anew, read the offsets, go on. Never trouble. */
    SERVER,
    /** A state that is on no list: the partition at fault stops as an incident, and is tried again now and then. */
    UNKNOWN;

    /** A value too large for an index or for jsonb; JSON nested too deep. */
    private static final Set<String> DATA_STATES = Set.of("54000", "54001");

    /** How the names of the ledger's keys begin: one for each of its partitions. */
    private static final String LEDGER = "event_id_";

    /** Connection, transaction rollback, resources, the operator's or the system's intervention: all of them pass. */
    private static final Set<String> SERVER_CLASSES = Set.of("08", "40", "53", "57", "58");

    /** Idle in a transaction for too long; a standby that takes no writes; a lock that didn't come. */
    private static final Set<String> SERVER_STATES = Set.of("25P03", "25006", "55P03");

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
            default ->
                SERVER_STATES.contains(state) || SERVER_CLASSES.contains(state.substring(0, 2)) ? SERVER : UNKNOWN;
        };
    }

    /**
     * Judges why a storing transaction failed. Only what PostgreSQL says of a statement can be a partition's fault: what it
     * says while connecting (a wrong password, a missing database) is everybody's.
     */
    static SqlFailure ofTransaction(Throwable failure) {
        return failure instanceof PipelineException pipeline ? of(pipeline.first()) : SERVER;
    }

    /** Whether waiting and trying again is all that helps; anything else that storing couldn't mend needs the partition found. */
    boolean passes() {
        return this == SERVER || this == TOO_MUCH || this == FENCED;
    }

    /** A NULL in a column that forbids it names the column and no constraint. */
    private static boolean isOfAColumn(String state) {
        return state.equals("23502");
    }
}
