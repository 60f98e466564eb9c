package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.failure.EventFault;
import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LimitMeters meters = new LimitMeters(new Telemetry(registry));

    @Test
    void everyLimitShowsBeforeItIsMet() {
        for (Limit limit : Limit.values()) {
            assertThat(count(limit)).isZero();
        }
    }

    @Test
    void aRefusalCountsOnceForEachLimitThatItNames() {
        EventFault deep = new EventFault(0, 1, "/a", "too deep", new Exceeded(Limit.DEPTH, 64));
        EventFault deeper = new EventFault(1, 2, "/b", "too deep", new Exceeded(Limit.DEPTH, 64));
        EventFault wrong = new EventFault(2, 3, "/c", "is null", null);
        Exceeded body = new Exceeded(Limit.BODY, 1_024);

        meters.refused(new Problem(Failure.TOO_LARGE, "large", body, List.of(deep, deeper, wrong), 3));

        assertThat(count(Limit.DEPTH)).isOne();
        assertThat(count(Limit.BODY)).isOne();
        assertThat(count(Limit.EVENTS)).isZero();
    }

    private double count(Limit limit) {
        return registry.get(Metric.LIMIT_REFUSALS.text())
                .tag("limit", limit.key())
                .counter()
                .count();
    }
}
