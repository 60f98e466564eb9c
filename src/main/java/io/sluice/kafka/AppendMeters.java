package io.sluice.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.sluice.failure.Failure;
import io.sluice.message.AppendRequest;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The figures of appending. Only for the bridge's context. */
final class AppendMeters {
    private record OfStream(Counter records, Counter events, Counter bytes) {}

    private final Telemetry telemetry;
    private final Timer time;
    private final Map<String, OfStream> byStream = new HashMap<>();
    private final Map<String, Map<Failure, Counter>> failures = new HashMap<>();

    AppendMeters(Telemetry telemetry) {
        this.telemetry = telemetry;
        this.time = telemetry.timer(Metric.PRODUCE_TIME);
    }

    void produced(AppendRequest request, long nanos) {
        OfStream meters = byStream.computeIfAbsent(request.stream(), this::make);
        meters.records().increment();
        meters.events().increment(request.events());
        meters.bytes().increment(request.value().length());
        time.record(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(String stream, Failure failure) {
        failures.computeIfAbsent(stream, any -> new EnumMap<>(Failure.class))
                .computeIfAbsent(failure, f -> telemetry.counter(Metric.PRODUCE_FAILURES, stream, f.code()))
                .increment();
    }

    private OfStream make(String stream) {
        return new OfStream(
                telemetry.counter(Metric.PRODUCED_RECORDS, stream),
                telemetry.counter(Metric.PRODUCED_EVENTS, stream),
                telemetry.counter(Metric.PRODUCED_BYTES, stream));
    }
}
