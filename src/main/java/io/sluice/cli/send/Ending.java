package io.sluice.cli.send;

import io.sluice.cli.client.Answer;
import io.sluice.cli.client.ExitCode;
import java.util.List;

/**
 * Why a run of {@code send} ends before its input does.
 *
 * @param exitCode of the command
 * @param text     for the user, a string a line
 */
record Ending(int exitCode, List<String> text) {
    Ending {
        text = List.copyOf(text);
    }

    static Ending interrupted() {
        return new Ending(ExitCode.INTERRUPTED, List.of("interrupted"));
    }

    /** The ending that a batch's final outcome means; never called for an accepted one. */
    static Ending of(Answer.Settled settled, String input, Batch batch) {
        if (settled instanceof Answer.Refused refusal) {
            return new Ending(ExitCode.FAILED, RefusalText.of(input, batch, refusal));
        }
        return settled instanceof Answer.GaveUp gaveUp
                ? new Ending(ExitCode.GAVE_UP, List.of(gaveUp.why()))
                : interrupted();
    }
}
