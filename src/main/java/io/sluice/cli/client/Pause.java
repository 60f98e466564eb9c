package io.sluice.cli.client;

import java.time.Duration;

/** A wait that the user can end. */
public interface Pause {
    /** Waits; true when the program is to end, which may be before the time is over. */
    boolean await(Duration time);
}
