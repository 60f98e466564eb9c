package io.sluice.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.sluice.config.NodesTallies;
import io.sluice.message.Figure;
import io.sluice.message.Statistics;
import io.sluice.message.Statistics.Latency;
import io.sluice.message.Statistics.Part;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads {@link Statistics} from the meters that are there: nothing is counted twice. One pass over them takes a fraction of a
 * millisecond. Used by one thread at a time.
 */
public final class StatisticsReader {
    private static final Map<String, Figure> COUNTERS = Map.of(
            Metric.RECEIVED_REQUESTS.text(), Figure.RECEIVED_REQUESTS,
            Metric.RECEIVED_BYTES.text(), Figure.RECEIVED_BYTES,
            Metric.REJECTED_REQUESTS.text(), Figure.REJECTED_REQUESTS,
            Metric.ACCEPTED_EVENTS.text(), Figure.ACCEPTED_EVENTS,
            Metric.BAD_EVENTS.text(), Figure.BAD_EVENTS,
            Metric.PRODUCED_EVENTS.text(), Figure.APPENDED_EVENTS,
            Metric.STORED_EVENTS.text(), Figure.STORED_EVENTS,
            Metric.DUPLICATE_EVENTS.text(), Figure.DUPLICATE_EVENTS,
            Metric.TROUBLE_EVENTS.text(), Figure.TROUBLE_EVENTS);

    private static final Map<String, String> TIMERS = Map.of(
            Metric.REQUEST_TIME.text(), "request",
            Metric.CHECK_TIME.text(), "check",
            Metric.PRODUCE_TIME.text(), "append",
            Metric.STORE_TIME.text(), "store",
            Metric.STORE_DELAY.text(), "delay");

    /** Those of several streams or partitions are added up. */
    private static final Map<String, String> SUMS = Map.of(
            Metric.BACKLOG_RECORDS.text(), "backlogRecords",
            Metric.BACKLOG_EVENTS.text(), "backlogEvents",
            Metric.BACKLOG_BYTES.text(), "backlogBytes",
            Metric.OWNED_PARTITIONS.text(), "ownedPartitions",
            Metric.TROUBLE_OPEN.text(), "troubleOpen",
            Metric.CONNECTIONS.text(), "connections",
            Metric.IN_FLIGHT_REQUESTS.text(), "inFlightRequests",
            Metric.IN_FLIGHT_BYTES.text(), "inFlightBytes",
            Metric.TOPIC_BYTES.text(), "topicBytes");

    /** Of those of several partitions the largest counts. */
    private static final Map<String, String> LARGEST = Map.of(
            Metric.BACKLOG_AGE.text(), "backlogSeconds",
            Metric.DRAIN_TIME.text(), "drainSeconds",
            Metric.POSTGRES_AWAY.text(), "postgresAwaySeconds");

    private static final String DIRECT_USED = "jvm.buffer.memory.used";
    private static final long NEVER = -1;

    private final MeterRegistry registry;
    private final Health health;
    private final String node;
    private final String version;
    private final Clock clock;
    private final long begun;
    private Map<Figure, Long> before = Map.of();
    private long beforeAt;

    /** Of a node that starts now. */
    public StatisticsReader(MeterRegistry registry, Health health, String node, String version, Clock clock) {
        this.registry = registry;
        this.health = health;
        this.node = node;
        this.version = version;
        this.clock = clock;
        this.begun = clock.millis();
        this.beforeAt = begun;
    }

    /** What is now; the figures a second are of the time since the last call. */
    public Statistics read(List<String> roles) {
        Totals totals = new Totals();
        registry.getMeters().forEach(totals::add);
        Runtime jvm = Runtime.getRuntime();
        totals.gauges.put("heapUsed", jvm.totalMemory() - jvm.freeMemory());
        totals.gauges.put("heapMax", jvm.maxMemory());
        long now = clock.millis();
        Map<Figure, Long> perSecond = rates(totals.counts, now - beforeAt);
        before = totals.counts;
        beforeAt = now;
        Map<String, Part> parts = new TreeMap<>();
        health.parts().forEach((name, part) -> parts.put(name, new Part(text(part.status()), part.detail())));
        return new Statistics(
                node,
                version,
                now,
                now - begun,
                roles,
                text(health.overall()),
                parts,
                totals.counts,
                perSecond,
                totals.streams,
                totals.rejected,
                totals.latency,
                totals.gauges);
    }

    private Map<Figure, Long> rates(Map<Figure, Long> counts, long millis) {
        Map<Figure, Long> rates = new EnumMap<>(Figure.class);
        counts.forEach((figure, count) -> {
            long more = Math.max(0, count - before.getOrDefault(figure, 0L));
            rates.put(figure, millis <= 0 ? 0 : Math.round(more * 1000.0 / millis));
        });
        return rates;
    }

    private static String text(Health.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** What one pass over the meters adds up to. */
    private static final class Totals {
        private final Map<Figure, Long> counts = new EnumMap<>(Figure.class);
        private final Map<String, Map<Figure, Long>> streams = new TreeMap<>();
        private final Map<String, Long> rejected = new TreeMap<>();
        private final Map<String, Latency> latency = new TreeMap<>();
        private final Map<String, Long> gauges = new TreeMap<>();

        void add(Meter meter) {
            String name = meter.getId().getName();
            if (meter instanceof Counter counter && COUNTERS.containsKey(name)) {
                count(Objects.requireNonNull(COUNTERS.get(name)), counter);
            } else if (meter instanceof Timer timer && TIMERS.containsKey(name)) {
                latency.put(Objects.requireNonNull(TIMERS.get(name)), latency(timer));
            } else if (meter instanceof Gauge gauge) {
                gauge(name, gauge);
            }
        }

        private void count(Figure figure, Counter counter) {
            String stream = counter.getId().getTag("stream");
            if (stream == null || stream.equals(NodesTallies.STREAM)) {
                return;
            }
            long count = (long) counter.count();
            counts.merge(figure, count, Long::sum);
            streams.computeIfAbsent(stream, first -> new EnumMap<>(Figure.class))
                    .merge(figure, count, Long::sum);
            String code = counter.getId().getTag("code");
            if (figure == Figure.REJECTED_REQUESTS && code != null) {
                rejected.merge(code, count, Long::sum);
            }
        }

        private void gauge(String name, Gauge gauge) {
            String stream = gauge.getId().getTag("stream");
            boolean ofNodes = NodesTallies.STREAM.equals(stream) && !name.equals(Metric.OWNED_PARTITIONS.text());
            if (SUMS.containsKey(name) && !ofNodes) {
                gauges.merge(Objects.requireNonNull(SUMS.get(name)), rounded(gauge.value()), Long::sum);
            } else if (LARGEST.containsKey(name) && !ofNodes) {
                gauges.merge(Objects.requireNonNull(LARGEST.get(name)), rounded(gauge.value()), Math::max);
            } else if (name.equals(DIRECT_USED) && "direct".equals(gauge.getId().getTag("id"))) {
                gauges.put("directUsed", rounded(gauge.value()));
            }
        }

        private static long rounded(double value) {
            return Double.isFinite(value) ? Math.round(value) : NEVER;
        }

        private static Latency latency(Timer timer) {
            double p50 = 0;
            double p99 = 0;
            for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
                if (value.percentile() == Telemetry.MEDIAN) {
                    p50 = value.value(TimeUnit.MILLISECONDS);
                } else {
                    p99 = value.value(TimeUnit.MILLISECONDS);
                }
            }
            return new Latency(hundredths(p50), hundredths(p99));
        }

        private static double hundredths(double millis) {
            return Math.round(millis * 100) / 100.0;
        }
    }
}
