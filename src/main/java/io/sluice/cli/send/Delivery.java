package io.sluice.cli.send;

import io.sluice.cli.client.Answer;
import io.sluice.cli.client.NodeClient;
import io.sluice.cli.client.RetryLoop;
import io.sluice.failure.EventFault;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the batches of one input to a node, each until its outcome is final. Safe for several threads.
 *
 * @param input    the input's name, for messages
 * @param run      names this run in Idempotency-Keys
 * @param stream   where the events go
 * @param rejected takes bad lines; null when one bad line ends the run
 */
record Delivery(
        NodeClient node,
        RetryLoop retries,
        Screen screen,
        Tally tally,
        String input,
        String run,
        String stream,
        boolean gzip,
        @Nullable RejectedFile rejected) {
    private static final String MEDIA_TYPE = "application/x-ndjson";

    /** Null when every line was accepted or put aside; otherwise how the run ends. */
    @Nullable
    Ending deliver(Batch batch) throws IOException {
        Batch rest = batch;
        while (!rest.lines().isEmpty()) {
            Answer.Settled settled = send(rest);
            if (settled instanceof Answer.Accepted accepted) {
                tally.accepted(accepted);
                screen.recovered();
                return null;
            }
            if (settled instanceof Answer.Refused refusal && rejected != null) {
                Set<Line> bad = badLines(rest, refusal);
                if (!bad.isEmpty()) {
                    putAside(rest, refusal, bad, rejected);
                    rest = rest.without(bad);
                    continue;
                }
            }
            return Ending.of(settled, input, rest);
        }
        return null;
    }

    private Answer.Settled send(Batch batch) {
        byte[] body = batch.body();
        String key = batch.idempotencyKey(run);
        return retries.settle(() -> node.post(stream, MEDIA_TYPE, body, gzip, key), this::waiting);
    }

    private void waiting(Answer.Later later) {
        if (later.outcomeUnknown()) {
            tally.unknown();
        }
        screen.trouble(later.why() + "; trying again");
    }

    private void putAside(Batch batch, Answer.Refused refusal, Set<Line> bad, RejectedFile file) throws IOException {
        file.write(bad);
        tally.rejected(bad.size());
        RefusalText.of(input, batch, refusal).forEach(screen::note);
    }

    private static Set<Line> badLines(Batch batch, Answer.Refused refusal) {
        Set<Line> bad = new LinkedHashSet<>();
        for (EventFault fault : refusal.faults()) {
            Line line = batch.lineOf(fault.line(), fault.index());
            if (line != null) {
                bad.add(line);
            }
        }
        return bad;
    }
}
