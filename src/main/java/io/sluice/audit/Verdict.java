package io.sluice.audit;

import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL makes of an event's bytes.
 *
 * @param md5       of it as jsonb; null when it is none
 * @param hasId     whether the ledger could know it: it has an id, or its request a key
 * @param isFirst   whether the ledger has this very position for its id
 * @param elsewhere whether the ledger has the id with the same bytes from another position
 * @param earlier   whether the ledger has the id from an earlier time, or the same one
 * @param isKnown   whether the ledger has its id at all: it forgets
 */
record Verdict(
        @Nullable String md5, boolean hasId, boolean isFirst, boolean elsewhere, boolean earlier, boolean isKnown) {
    /** Whether another event with this id was stored before. */
    boolean wasBefore() {
        return elsewhere && earlier && !isFirst;
    }
}
