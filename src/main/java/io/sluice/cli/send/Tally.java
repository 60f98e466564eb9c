package io.sluice.cli.send;

import io.sluice.cli.client.Answer;
import org.jspecify.annotations.Nullable;

/** What a run of {@code send} has done so far. Safe for several threads. */
final class Tally {
    private long events;
    private long requests;
    private long bytes;
    private long rejected;
    private long unknown;
    private @Nullable String receipt;

    synchronized void accepted(Answer.Accepted answer) {
        events += answer.events();
        requests++;
        receipt = answer.receipt();
    }

    /** Bytes of the input that are done. */
    synchronized void advanced(long count) {
        bytes += count;
    }

    /** Lines that were put aside. */
    synchronized void rejected(int count) {
        rejected += count;
    }

    /** A batch is sent again although it may have been written. */
    synchronized void unknown() {
        unknown++;
    }

    synchronized long events() {
        return events;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long rejectedLines() {
        return rejected;
    }

    synchronized long unknownRetries() {
        return unknown;
    }

    /** The last line of the command. */
    synchronized String summary() {
        String counts = "accepted " + events + " events in " + requests + " requests";
        return receipt == null ? counts : counts + "; last receipt " + receipt;
    }
}
