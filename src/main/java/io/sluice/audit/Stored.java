package io.sluice.audit;

import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL has of a position: a row, or an entry of the trouble queue.
 *
 * @param isOwn  whether it comes from the topic that is read, and not from an earlier one of the same name
 * @param md5    of the payload; a row's as jsonb, an entry's bytes
 * @param state  of an entry; null for a row
 * @param touched whether an operator did something about the entry
 */
record Stored(
        boolean isOwn,
        int partition,
        long offset,
        int index,
        String client,
        long receivedAt,
        String md5,
        @Nullable String state,
        boolean touched) {
    boolean isMended() {
        return "stored".equals(state);
    }
}
