package io.sluice.validation;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import io.sluice.message.Outcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The verdicts on a batch's requests, in the requests' order. */
record Verdicts(List<Verdict> verdicts) {
    /** What is to be appended, in order. */
    List<AppendRequest> good() {
        return verdicts.stream()
                .filter(Verdict.Good.class::isInstance)
                .map(verdict -> ((Verdict.Good) verdict).request())
                .toList();
    }

    /**
     * One outcome for each request, in order.
     *
     * @param appended the bridge's outcomes of {@link #good()}; if they are too few, what became of the others isn't known
     */
    List<Outcome> merge(List<Outcome> appended) {
        List<Outcome> outcomes = new ArrayList<>(verdicts.size());
        Iterator<Outcome> next = appended.iterator();
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Bad bad) {
                outcomes.add(new Outcome.Refused(bad.problem()));
            } else if (verdict instanceof Verdict.Good good) {
                outcomes.add(next.hasNext() ? with(good, next.next()) : unanswered());
            }
        }
        return outcomes;
    }

    /** The bridge knows where the events are; which of them are bad is known here. */
    private static Outcome with(Verdict.Good good, Outcome appended) {
        return appended instanceof Outcome.Accepted accepted
                ? new Outcome.Accepted(accepted.position(), good.faults(), good.badEvents())
                : appended;
    }

    private static Outcome unanswered() {
        return new Outcome.Refused(new Problem(Failure.OUTCOME_UNKNOWN, "the bridge's answer has too few outcomes"));
    }
}
