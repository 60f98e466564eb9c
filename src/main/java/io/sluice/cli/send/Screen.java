package io.sluice.cli.send;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Standard error: notes, and on a terminal one progress line below them. Safe for several threads. */
final class Screen {
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final long begun;
    private long drawn;
    private boolean visible;
    private @Nullable String trouble;

    Screen(PrintWriter err, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.drawn = begun - REDRAW_NANOS;
    }

    /** Whether standard error is a terminal; false where the system doesn't tell. A console doesn't: it may be redirected. */
    static boolean isTerminal() {
        Path standardError = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(standardError).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    synchronized void note(String text) {
        erase();
        err.println(text);
        err.flush();
    }

    /** The same trouble is told once, however many requests have it, until {@link #recovered}. */
    synchronized void trouble(String text) {
        if (!text.equals(trouble)) {
            trouble = text;
            note(text);
        }
    }

    synchronized void recovered() {
        if (trouble != null) {
            trouble = null;
            note("accepted again");
        }
    }

    /** Draws the progress, at most five times a second. */
    synchronized void progress(Tally tally, long total) {
        long now = nanos.getAsLong();
        if (terminal && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            visible = true;
            Duration elapsed = Duration.ofNanos(now - begun);
            err.print(ERASE_LINE + ProgressLine.of(tally.events(), tally.bytes(), total, elapsed));
            err.flush();
        }
    }

    /** Takes the progress line away. */
    synchronized void erase() {
        if (visible) {
            visible = false;
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
