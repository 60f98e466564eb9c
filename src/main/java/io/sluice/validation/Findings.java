package io.sluice.validation;

import io.sluice.config.ValidationConfig;
import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found in one request so far: where its good events lie, and what is wrong with the bad ones. Not thread-safe. */
final class Findings {
    private final StreamRules rules;
    private final ValidationConfig config;
    private final Spans spans = new Spans();
    private final List<EventFault> faults = new ArrayList<>();
    private @Nullable Failure worst;
    private @Nullable EventFault firstOfWorst;
    private boolean incomplete;
    private int events;
    private int badEvents;
    private int unreadable;

    Findings(StreamRules rules, ValidationConfig config) {
        this.rules = rules;
        this.config = config;
    }

    /** How many events there were, good and bad: also the index of the next. */
    int events() {
        return events;
    }

    /** Events that were no JSON. */
    int unreadable() {
        return unreadable;
    }

    Spans spans() {
        return spans;
    }

    /**
     * An event that was read.
     *
     * @param line  on which it begins, from 1
     * @param start of its bytes in the body
     * @param end   behind them
     * @param fault what can't be stored in it, or null
     */
    void event(int line, int start, int end, JsonValue event, @Nullable Fault fault) {
        if (end - start > config.maxEvent().bytes()) {
            bad(Failure.TOO_LARGE, line, tooLarge(end - start));
            return;
        }
        List<Fault> found = fault == null ? check(event) : List.of(fault);
        if (!found.isEmpty()) {
            bad(Failure.INVALID_EVENTS, line, Fault.together(found));
            return;
        }
        spans.add(start, end);
        events++;
    }

    /** An event that is no JSON, where the ones behind it can be read all the same. */
    void unreadable(int line, Fault fault) {
        unreadable++;
        Exceeded exceeded = fault.exceeded();
        Failure failure = exceeded == null
                ? Failure.MALFORMED
                : exceeded.limit() == Limit.EVENT ? Failure.TOO_LARGE : Failure.INVALID_EVENTS;
        bad(failure, line, fault);
    }

    /** An event at which the reading of the request ends: how many come behind it isn't known. */
    void unreadableFromHere(int line, Fault fault) {
        incomplete = true;
        unreadable(line, fault);
    }

    /** An event that can't be read to its end because of what can't be stored in it. */
    void notStorable(int line, Fault fault) {
        unreadable++;
        bad(Failure.INVALID_EVENTS, line, fault);
    }

    /** The same where the reading of the request ends with it. */
    void notStorableFromHere(int line, Fault fault) {
        incomplete = true;
        notStorable(line, fault);
    }

    private List<Fault> check(JsonValue event) {
        return event.isObject()
                ? rules.check(event)
                : List.of(new Fault("", "is " + event.kind() + ", expected an object"));
    }

    private void bad(Failure failure, int line, Fault fault) {
        EventFault named = new EventFault(events, line, fault.pointer(), fault.reason(), fault.exceeded());
        if (faults.size() < config.maxFaults()) {
            faults.add(named);
        }
        if (worst == null || rank(failure) > rank(worst)) {
            worst = failure;
            firstOfWorst = named;
        }
        badEvents++;
        events++;
    }

    /** The status that tells most: what can't be read, before what is too large, before what isn't valid. */
    private static int rank(Failure failure) {
        return failure == Failure.MALFORMED ? 2 : failure == Failure.TOO_LARGE ? 1 : 0;
    }

    private Fault tooLarge(int bytes) {
        long most = config.maxEvent().bytes();
        return new Fault("", "has " + bytes + " bytes, expected at most " + most, new Exceeded(Limit.EVENT, most));
    }

    /** The problem of a request that has bad events, or null where all are good. */
    @Nullable
    Problem problem() {
        EventFault first = firstOfWorst;
        if (worst == null || first == null) {
            return null;
        }
        String place = first.pointer().isEmpty() ? "" : " at " + first.pointer();
        String what = "event " + first.index() + " (line " + first.line() + ")" + place + ": " + first.reason();
        String detail = incomplete
                ? what + "; the request wasn't read any further"
                : badEvents + " of " + events + " events can't be accepted; " + what;
        return new Problem(worst, detail, null, faults, badEvents);
    }
}
