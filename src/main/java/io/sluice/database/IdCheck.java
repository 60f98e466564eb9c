package io.sluice.database;

/** How a transaction finds out about events that were there before, among those that have an id. */
enum IdCheck {
    /** Expects every id to be new: cheap, and one that isn't fails the transaction ({@link SqlFailure#KNOWN_ID}). */
    CLAIM,
    /** Takes what is new and compares what isn't: duplicates store nothing, others with a known id are trouble. */
    COMPARE
}
