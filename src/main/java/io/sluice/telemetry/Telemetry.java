package io.sluice.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Makes the meters of {@link Metric}, and holds the node's {@link Tap}. A meter is looked up once by its owner and kept. Thread-safe. */
public final class Telemetry {
    static final double MEDIAN = 0.5;

    private static final double NEARLY_ALL = 0.99;

    /** How long a percentile and a maximum remember. */
    private static final Duration LOOKED_BACK = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final Tap tap = new Tap();

    public Telemetry(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Where the events of this node can be looked at. */
    public Tap tap() {
        return tap;
    }

    /** The counter with these values for the metric's labels, in their order. */
    public Counter counter(Metric metric, String... values) {
        return Counter.builder(metric.text())
                .description(metric.meaning())
                .baseUnit(metric.unit())
                .tags(tags(metric, values))
                .register(registry);
    }

    /** The histogram of durations with these values for the metric's labels. */
    public Timer timer(Metric metric, String... values) {
        return Timer.builder(metric.text())
                .description(metric.meaning())
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30))
                .publishPercentiles(MEDIAN, NEARLY_ALL)
                .distributionStatisticExpiry(LOOKED_BACK)
                .tags(tags(metric, values))
                .register(registry);
    }

    /** Shows what {@code value} gives whenever somebody looks; asked from any thread. A second one of the same labels takes the first one's place. */
    public void gauge(Metric metric, Supplier<Number> value, String... values) {
        removeGauge(metric, values);
        Gauge.builder(metric.text(), value)
                .description(metric.meaning())
                .baseUnit(metric.unit())
                .tags(tags(metric, values))
                .strongReference(true)
                .register(registry);
    }

    /** No longer shows a gauge, as of a partition that another node owns now. */
    public void removeGauge(Metric metric, String... values) {
        Gauge gauge = registry.find(metric.text()).tags(tags(metric, values)).gauge();
        if (gauge != null) {
            registry.remove(gauge);
        }
    }

    private static Tags tags(Metric metric, String... values) {
        List<String> labels = metric.labels();
        if (labels.size() != values.length) {
            throw new IllegalArgumentException(metric + " has " + labels.size() + " labels, not " + values.length);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(labels.get(i), values[i]);
        }
        return tags;
    }
}
