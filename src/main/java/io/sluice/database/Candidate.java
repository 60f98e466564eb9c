package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;

/** An event that may be the one that PostgreSQL refuses. */
record Candidate(EventRef ref, FetchedRecord record, Buffer payload) {
    @Override
    public String toString() {
        return "Candidate[" + ref + "]";
    }
}
