package io.sluice.dashboard;

import io.vertx.core.Future;

/** A connection to a browser or a program. */
interface Wire {
    /** Sends a text; the end comes when the operating system has taken it, or fails when the connection is gone. */
    Future<Void> write(String text);

    /** Ends the connection. */
    void close();
}
