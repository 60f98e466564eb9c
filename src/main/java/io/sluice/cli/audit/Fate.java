package io.sluice.cli.audit;

/** What became of an event. */
enum Fate {
    STORED,
    DUPLICATE,
    TROUBLE,
    DISCARDED,
    /** Nothing that accounts for it. */
    LOST
}
