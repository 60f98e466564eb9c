package io.sluice.cli.client;

/** What every command ends with. The node's own, 11 and 15, are the launcher's. */
public final class ExitCode {
    /** What a command returns that started a node: none yet, the JVM must go on. */
    public static final int RUNNING = -1;

    /** Done, all of it. */
    public static final int DONE = 0;

    /** Not done, or not all of it: a line says why. */
    public static final int FAILED = 1;

    /** The flags, the configuration or a state can't be used; nothing was begun. */
    public static final int USAGE = 2;

    /** Tried until the time was over: later it may succeed. */
    public static final int GAVE_UP = 3;

    /** As a shell reports a program that Ctrl-C ended: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
