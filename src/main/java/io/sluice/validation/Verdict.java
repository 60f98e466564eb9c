package io.sluice.validation;

import io.sluice.failure.EventFault;
import io.sluice.failure.Problem;
import io.sluice.message.AppendRequest;
import java.util.List;

/** What the check of a request came to. */
sealed interface Verdict {
    /**
     * This is to be appended.
     *
     * @param faults    what the sender is told of a lenient request's bad events
     * @param badEvents how many there are: may be more than {@code faults} holds
     */
    record Good(AppendRequest request, List<EventFault> faults, int badEvents) implements Verdict {}

    /** Nothing of the request is to be stored. */
    record Bad(Problem problem) implements Verdict {}
}
