package io.sluice.cli.smoke;

import io.sluice.cli.client.Answer;
import io.sluice.cli.client.DurationOption;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.FaultText;
import io.sluice.cli.client.NodeClient;
import io.sluice.cli.client.Pause;
import io.sluice.cli.client.ReceiptAnswer;
import io.sluice.cli.client.RetryLoop;
import io.sluice.cli.client.RetryPolicy;
import io.vertx.core.json.JsonArray;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Posts one event, then asks for its receipt until it is stored. A line for each step, with its duration. */
final class SmokeRun {
    /** The first question comes soon, since a healthy system stores within some hundred milliseconds. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final NodeClient node;
    private final Pause pause;
    private final LongSupplier nanos;
    private final Duration timeout;
    private final PrintWriter out;

    /** @param timeout for the whole way */
    SmokeRun(NodeClient node, Pause pause, LongSupplier nanos, Duration timeout, PrintWriter out) {
        this.node = node;
        this.pause = pause;
        this.nanos = nanos;
        this.timeout = timeout;
        this.out = out;
    }

    /** The exit code: 0 when the event was stored in time. */
    int follow(String stream, String what, byte[] body) {
        long begun = nanos.getAsLong();
        say(what + " to stream " + stream);
        // A second copy of a marked event does no harm, so an unknown outcome is tried again.
        RetryLoop retries = new RetryLoop(new RetryPolicy(() -> 0), pause, nanos, timeout, true);
        Answer.Settled settled = retries.settle(
                () -> node.post(stream, "application/json", body, false, null),
                later -> say("not accepted yet: " + later.why()));
        if (settled instanceof Answer.Accepted accepted) {
            say("accepted in " + since(begun) + ", receipt " + accepted.receipt());
            return untilStored(accepted.receipt(), begun);
        }
        return settled instanceof Answer.Refused refusal
                ? refused(refusal)
                : failed(settled instanceof Answer.GaveUp gaveUp ? "not accepted: " + gaveUp.why() : "interrupted");
    }

    private int untilStored(String receipt, long begun) {
        long accepted = nanos.getAsLong();
        Duration wait = FIRST_WAIT;
        String last = "";
        while (true) {
            ReceiptAnswer answer = node.receipt(receipt);
            if (answer instanceof ReceiptAnswer.Refused refused) {
                return failed("the receipt can't be followed: " + refused.why());
            }
            if (answer instanceof ReceiptAnswer.Known known) {
                if (isFinal(known)) {
                    return finalState(known, accepted);
                }
                last = "its receipt says '" + known.state() + "'";
            } else if (answer instanceof ReceiptAnswer.Later later) {
                last = "its receipt can't be read: " + later.why();
            }
            if (nanos.getAsLong() - begun + wait.toNanos() > timeout.toNanos()) {
                return failed("accepted, but not stored within " + DurationOption.written(timeout) + ": " + last);
            }
            if (pause.await(wait)) {
                return failed("interrupted");
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
    }

    private static boolean isFinal(ReceiptAnswer.Known known) {
        return isInTrouble(known)
                || known.state().equals("stored")
                || known.state().equals("lost");
    }

    private static boolean isInTrouble(ReceiptAnswer.Known known) {
        return known.trouble() != null && !known.trouble().isEmpty();
    }

    private int finalState(ReceiptAnswer.Known known, long accepted) {
        JsonArray trouble = known.trouble();
        if (trouble != null && !trouble.isEmpty()) {
            return failed("the event is in the trouble queue: "
                    + trouble.getJsonObject(0).getString("reason", "no reason is given"));
        }
        if (known.state().equals("lost")) {
            return failed("the event is lost: it was gone from Kafka before it was stored");
        }
        say("stored after " + since(accepted));
        return ExitCode.DONE;
    }

    private int refused(Answer.Refused refusal) {
        String fault = refusal.faults().stream()
                .findFirst()
                .map(first -> "; " + FaultText.of(first))
                .orElse("");
        return failed("refused: " + refusal.what() + fault);
    }

    private int failed(String why) {
        say("FAILED: " + why);
        return ExitCode.FAILED;
    }

    private String since(long from) {
        return Duration.ofNanos(nanos.getAsLong() - from).toMillis() + " ms";
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
