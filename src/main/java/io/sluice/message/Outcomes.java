package io.sluice.message;

import io.sluice.failure.Problem;
import java.util.Collections;
import java.util.List;

/** The reply to a batch: as many outcomes as the batch has requests, in the same order. */
public record Outcomes(List<Outcome> outcomes) implements Message {
    public Outcomes {
        outcomes = List.copyOf(outcomes);
    }

    /** The reply in which every request of a batch has the same problem. */
    public static Outcomes allRefused(int requests, Problem problem) {
        return new Outcomes(Collections.nCopies(requests, new Outcome.Refused(problem)));
    }

    @Override
    public String toString() {
        return "Outcomes[" + outcomes.size() + "]";
    }
}
