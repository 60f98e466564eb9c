package io.sluice.audit;

/** What became of an event. */
public enum Fate {
    STORED,
    DUPLICATE,
    TROUBLE,
    DISCARDED,
    /** Nothing that accounts for it. */
    LOST
}
