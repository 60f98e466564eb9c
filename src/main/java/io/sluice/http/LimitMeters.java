package io.sluice.http;

import io.micrometer.core.instrument.Counter;
import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts which limits end requests and connections, so that an operator sees which one to look at. For one event loop. */
final class LimitMeters {
    private final Telemetry telemetry;
    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    /** All counters show from the start, at 0. */
    LimitMeters(Telemetry telemetry) {
        this.telemetry = telemetry;
        for (Limit limit : Limit.values()) {
            counter(limit);
        }
    }

    /** A refusal counts once for each limit that it names, however many of its events are over it. */
    void refused(Problem problem) {
        Set<Limit> met = EnumSet.noneOf(Limit.class);
        add(met, problem.exceeded());
        for (EventFault fault : problem.faults()) {
            add(met, fault.exceeded());
        }
        met.forEach(this::ended);
    }

    /** A connection was ended without an answer. */
    void ended(Limit limit) {
        counter(limit).increment();
    }

    private Counter counter(Limit limit) {
        return counters.computeIfAbsent(limit, one -> telemetry.counter(Metric.LIMIT_REFUSALS, one.key()));
    }

    private static void add(Set<Limit> met, @Nullable Exceeded exceeded) {
        if (exceeded != null) {
            met.add(exceeded.limit());
        }
    }
}
