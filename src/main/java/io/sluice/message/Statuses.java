package io.sluice.message;

import java.util.List;

/** The reply to {@link StatusRequest}: one for each position, in order. */
public record Statuses(List<Status> statuses) implements Message {
    public Statuses {
        statuses = List.copyOf(statuses);
    }

    @Override
    public String toString() {
        return "Statuses[" + statuses.size() + "]";
    }
}
