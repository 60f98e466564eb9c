package io.sluice.cli;

import java.util.List;

/**
 * Why a run of {@code send} ends before its input does.
 *
 * @param exitCode of the command
 * @param text     for the user, a string a line
 */
record Ending(int exitCode, List<String> text) {
    static final int ACCEPTED = 0;
    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int GAVE_UP = 3;
    /** As a shell reports a program that Ctrl-C ended: 128 + SIGINT. */
    static final int INTERRUPTED = 130;

    Ending {
        text = List.copyOf(text);
    }

    static Ending interrupted() {
        return new Ending(INTERRUPTED, List.of("interrupted"));
    }

    /** The ending that a batch's final outcome means; never called for an accepted one. */
    static Ending of(Answer.Settled settled, String input, Batch batch) {
        if (settled instanceof Answer.Refused refusal) {
            return new Ending(REFUSED, RefusalText.of(input, batch, refusal));
        }
        return settled instanceof Answer.GaveUp gaveUp ? new Ending(GAVE_UP, List.of(gaveUp.why())) : interrupted();
    }
}
