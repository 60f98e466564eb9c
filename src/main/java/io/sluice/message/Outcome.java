package io.sluice.message;

import io.sluice.failure.Problem;

/** What became of one request of a batch. */
public sealed interface Outcome {
    /** Every replica in sync has the record, at this position. */
    record Accepted(Position position) implements Outcome {}

    /** Refused, or failed: the problem's failure says whether anything can have been written. */
    record Refused(Problem problem) implements Outcome {}
}
