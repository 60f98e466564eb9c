package io.sluice.failure;

import org.jspecify.annotations.Nullable;

/** The one exception of this program: a {@link Failure}, and what in particular happened, fit for a sender to read. */
public final class SluiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;
    private final @Nullable Exceeded exceeded;

    /** Without a stack trace: an expected failure is an answer, and its cost matters when every request fails. */
    public SluiceException(Failure failure, String detail) {
        this(failure, detail, (Exceeded) null);
    }

    /** The same for what is over a limit. */
    public SluiceException(Failure failure, String detail, @Nullable Exceeded exceeded) {
        super(detail, null, false, false);
        this.failure = failure;
        this.exceeded = exceeded;
    }

    /** With its cause, for the log; the detail is what leaves the node. */
    public SluiceException(Failure failure, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.failure = failure;
        this.exceeded = null;
    }

    public Failure failure() {
        return failure;
    }

    /** The limit that was met, or null. */
    public @Nullable Exceeded exceeded() {
        return exceeded;
    }

    /** What happened, where, and what to do: never null, never with payload or secrets. */
    public String detail() {
        String message = getMessage();
        return message == null ? failure.title() : message;
    }

    /** The failure as an exception of this program; anything unknown is {@link Failure#INTERNAL}. */
    public static SluiceException of(Throwable cause) {
        return cause instanceof SluiceException known
                ? known
                : new SluiceException(Failure.INTERNAL, "an unexpected error; the node's log tells more", cause);
    }
}
