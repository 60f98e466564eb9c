package io.sluice.cli.send;

import java.time.Duration;
import java.util.Locale;

/** The progress of {@code send} in one line. Pure. */
final class ProgressLine {
    private static final int BAR_CHARS = 24;

    private ProgressLine() {}

    /** @param total bytes of all inputs; 0 when that isn't known */
    static String of(long events, long bytes, long total, Duration elapsed) {
        double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
        String counts = String.format(
                Locale.ROOT, "%,d events  %,.0f/s  %.1f MiB", events, events / seconds, bytes / (double) (1 << 20));
        if (total <= 0) {
            return counts;
        }
        double share = Math.min(1.0, bytes / (double) total);
        int filled = (int) (share * BAR_CHARS);
        String bar = "#".repeat(filled) + ".".repeat(BAR_CHARS - filled);
        return String.format(Locale.ROOT, "[%s] %3.0f%%  %s", bar, Math.floor(share * 100), counts);
    }
}
