package io.sluice.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * How often the producer has sent a record again, as its own figures say: while this stands still, a broker's refusal
 * is the answer to a first attempt. Thread-safe.
 */
final class ProducerRetryCount {
    private final @Nullable Metric total;

    ProducerRetryCount(Producer<?, ?> producer) {
        this.total = producer.metrics().values().stream()
                .map(Metric.class::cast)
                .filter(metric -> metric.metricName().name().equals("record-retry-total")
                        && metric.metricName().group().equals("producer-metrics"))
                .findFirst()
                .orElse(null);
    }

    /** The number so far; NaN, which equals nothing, when the producer doesn't tell. */
    double total() {
        return total != null && total.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
