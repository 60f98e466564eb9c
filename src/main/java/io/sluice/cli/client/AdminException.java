package io.sluice.cli.client;

/** What a node said instead of an answer, or why there was none; the message is for the user. */
public final class AdminException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    AdminException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** {@link ExitCode#GAVE_UP} when the same may succeed later. */
    public int exitCode() {
        return exitCode;
    }
}
