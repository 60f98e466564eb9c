package io.sluice.cli;

import java.time.Duration;

/** A wait that the user can end. */
interface Pause {
    /** Waits; true when the program is to end, which may be before the time is over. */
    boolean await(Duration time);
}
