package io.sluice.message;

import java.util.List;

/** The reply to a batch: as many outcomes as the batch has requests, in the same order. */
public record Outcomes(List<Outcome> outcomes) implements Message {
    public Outcomes {
        outcomes = List.copyOf(outcomes);
    }

    @Override
    public String toString() {
        return "Outcomes[" + outcomes.size() + "]";
    }
}
