package io.sluice.kafka;

import io.micrometer.core.instrument.Counter;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The figures of reading. Only for the reader's thread. */
final class FetchMeters {
    private record OfStream(Counter records, Counter bytes) {}

    private final Telemetry telemetry;
    private final Map<String, OfStream> byStream = new HashMap<>();

    FetchMeters(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void fetched(String stream, List<ConsumerRecord<byte[], byte[]>> records) {
        OfStream meters = byStream.computeIfAbsent(
                stream,
                any -> new OfStream(
                        telemetry.counter(Metric.FETCHED_RECORDS, stream),
                        telemetry.counter(Metric.FETCHED_BYTES, stream)));
        meters.records().increment(records.size());
        records.forEach(record -> meters.bytes().increment(Math.max(0, record.serializedValueSize())));
    }
}
