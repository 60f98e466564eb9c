package io.sluice.message;

import java.util.List;

/** Asks what became of 1 to n accepted requests. */
public record StatusRequest(List<Position> positions) implements Message {
    public StatusRequest {
        positions = List.copyOf(positions);
    }

    @Override
    public String toString() {
        return "StatusRequest[" + positions.size() + " positions]";
    }
}
