package io.sluice.message;

import java.util.List;

/** 1 to n records to append. */
public record AppendBatch(List<AppendRequest> requests) implements Message {
    public AppendBatch {
        requests = List.copyOf(requests);
    }

    @Override
    public String toString() {
        return "AppendBatch[" + requests.size() + " records]";
    }
}
