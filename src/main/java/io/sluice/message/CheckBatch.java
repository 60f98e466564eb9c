package io.sluice.message;

import java.util.List;

/** The requests that reached one http verticle within one turn of its event loop; 1 to n. */
public record CheckBatch(List<CheckRequest> requests) implements Message {
    public CheckBatch {
        requests = List.copyOf(requests);
    }

    @Override
    public String toString() {
        return "CheckBatch[" + requests.size() + " requests]";
    }
}
