package io.sluice.validation;

import io.sluice.config.ValidationConfig;
import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.message.BadEvent;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was found in one request so far: where its good events lie, and what is wrong with the bad ones. Not thread-safe. */
final class Findings {
    /** What is wrong as a whole where events are bad in several ways: the first of these that one has. */
    private static final List<Failure> MOST_TELLING =
            List.of(Failure.MALFORMED, Failure.TOO_LARGE, Failure.INVALID_EVENTS);

    /** As much of a reason goes to the trouble queue. */
    private static final int LONGEST_REASON = 500;

    /** A bad event that the good ones take along. */
    private record Bad(int index, int start, int end, String reason) {}

    private final StreamRules rules;
    private final ValidationConfig config;
    private final boolean lenient;
    private final Spans spans = new Spans();
    private final List<EventFault> faults = new ArrayList<>();
    private final List<Bad> bad = new ArrayList<>();
    private final Map<Failure, EventFault> first = new EnumMap<>(Failure.class);
    private boolean incomplete;
    private boolean restUnread;
    private int events;
    private int badEvents;
    private int unreadable;

    /** {@code lenient}: the good events may be taken though others are bad. */
    Findings(StreamRules rules, ValidationConfig config, boolean lenient) {
        this.rules = rules;
        this.config = config;
        this.lenient = lenient;
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

    /** What is told of the bad events. */
    List<EventFault> faults() {
        return faults;
    }

    /** The bad events of a lenient request, as they stand in its body. */
    List<BadEvent> badEvents(Buffer body) {
        return bad.stream()
                .map(event -> new BadEvent(event.index(), event.reason(), body.slice(event.start(), event.end())))
                .toList();
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
            bad(Failure.TOO_LARGE, line, start, end, tooLarge(end - start));
            return;
        }
        List<Fault> found = fault == null ? check(event) : List.of(fault);
        if (!found.isEmpty()) {
            bad(Failure.INVALID_EVENTS, line, start, end, Fault.together(found));
            return;
        }
        spans.add(start, end);
        events++;
    }

    /** An event that is no JSON, where the ones behind it can be read all the same; the other arguments as for one that is. */
    void unreadable(int line, int start, int end, Fault fault) {
        unreadable++;
        Exceeded exceeded = fault.exceeded();
        Failure failure = exceeded == null
                ? Failure.MALFORMED
                : exceeded.limit() == Limit.EVENT ? Failure.TOO_LARGE : Failure.INVALID_EVENTS;
        bad(failure, line, start, end, fault);
    }

    /** An event at which the reading of the request ends: how many come behind it isn't known. */
    void unreadableFromHere(int line, Fault fault) {
        incomplete = true;
        unreadable(line, 0, 0, fault);
    }

    /** An event that can't be read to its end because of what can't be stored in it. */
    void notStorable(int line, int start, int end, Fault fault) {
        unreadable++;
        bad(Failure.INVALID_EVENTS, line, start, end, fault);
    }

    /** The same where the reading of the request ends with it. */
    void notStorableFromHere(int line, Fault fault) {
        incomplete = true;
        notStorable(line, 0, 0, fault);
    }

    /** So much of the request was no JSON that the rest isn't read. */
    void leavesRest() {
        restUnread = true;
    }

    private List<Fault> check(JsonValue event) {
        return event.isObject()
                ? rules.check(event)
                : List.of(new Fault("", "is " + event.kind() + ", expected an object"));
    }

    private void bad(Failure failure, int line, int start, int end, Fault fault) {
        EventFault named = new EventFault(events, line, fault.pointer(), fault.reason(), fault.exceeded());
        if (faults.size() < config.maxFaults()) {
            faults.add(named);
        }
        if (lenient) {
            spans.gap(start);
            bad.add(new Bad(events, start, end, reason(fault)));
        }
        first.putIfAbsent(failure, named);
        badEvents++;
        events++;
    }

    private static String reason(Fault fault) {
        String reason = fault.pointer().isEmpty() ? fault.reason() : "at " + fault.pointer() + ": " + fault.reason();
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private Fault tooLarge(int bytes) {
        long most = config.maxEvent().bytes();
        return new Fault("", "has " + bytes + " bytes, expected at most " + most, new Exceeded(Limit.EVENT, most));
    }

    /**
     * Why nothing of the request is taken, or null where its good events are.
     *
     * @param unchecked whether the check had to stop, so that good events may be among the bad ones
     */
    @Nullable
    Problem problem(boolean unchecked) {
        if (badEvents == 0) {
            return null;
        }
        if (!lenient || incomplete || restUnread || unchecked) {
            return MOST_TELLING.stream()
                    .filter(first::containsKey)
                    .findFirst()
                    .map(failure -> problem(failure, Objects.requireNonNull(first.get(failure))))
                    .orElseThrow();
        }
        EventFault tooLarge = first.get(Failure.TOO_LARGE);
        if (tooLarge != null) {
            return problem(Failure.TOO_LARGE, tooLarge);
        }
        return spans.events() == 0 ? problem(Failure.INVALID_EVENTS, faults.get(0)) : null;
    }

    private Problem problem(Failure failure, EventFault telling) {
        String place = telling.pointer().isEmpty() ? "" : " at " + telling.pointer();
        String what = "event " + telling.index() + " (line " + telling.line() + ")" + place + ": " + telling.reason();
        String detail = incomplete
                ? what + "; the request wasn't read any further"
                : badEvents + " of " + events + " events can't be accepted; " + what;
        return new Problem(failure, detail, null, faults, badEvents);
    }
}
