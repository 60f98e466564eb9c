package io.sluice.validation;

import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;

/** What the check of a request came to. */
sealed interface Verdict {
    /** Every event is good: this is to be appended. */
    record Good(AppendRequest request) implements Verdict {}

    /** Nothing of the request is to be stored. */
    record Bad(Problem problem) implements Verdict {}
}
