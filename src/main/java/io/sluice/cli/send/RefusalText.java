package io.sluice.cli.send;

import io.sluice.cli.client.Answer;
import io.sluice.cli.client.FaultText;
import io.sluice.failure.EventFault;
import java.util.ArrayList;
import java.util.List;

/** Tells the user which lines of the input were refused, and why. Pure. */
final class RefusalText {
    private static final int MAX_FAULTS = 10;

    private RefusalText() {}

    /** One string a line: what happened, then up to ten bad events with file, line, pointer and reason. */
    static List<String> of(String input, Batch batch, Answer.Refused refusal) {
        List<String> text = new ArrayList<>();
        text.add("refused: " + refusal.what());
        refusal.faults().stream()
                .limit(MAX_FAULTS)
                .map(fault -> "  " + place(input, batch, fault) + ": " + FaultText.of(fault))
                .forEach(text::add);
        int more = Math.max(refusal.badEvents(), refusal.faults().size())
                - Math.min(MAX_FAULTS, refusal.faults().size());
        if (!refusal.faults().isEmpty() && more > 0) {
            text.add("  and " + more + " more in this batch");
        }
        if (refusal.faults().isEmpty() && !batch.lines().isEmpty()) {
            text.add("  the batch is " + input + ", lines "
                    + batch.lines().get(0).number() + " to " + batch.endLine());
        }
        return text;
    }

    /** File and line of a bad event. */
    static String place(String input, Batch batch, EventFault fault) {
        Line line = batch.lineOf(fault.line(), fault.index());
        return line == null ? input + ", event " + fault.index() : input + ":" + line.number();
    }
}
