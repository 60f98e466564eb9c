package io.sluice.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.sluice.failure.Failure;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One stream's meters, looked up once. A name that isn't a stream's never becomes a label: those count under "-". */
final class StreamMeters {
    /** The label for requests to no stream. */
    static final String NO_STREAM = "-";

    private final Telemetry telemetry;
    private final String stream;
    private final Counter receivedRequests;
    private final Counter receivedBytes;
    private final Counter acceptedEvents;
    private final Counter badEvents;
    private final Counter replayedRequests;
    private final Timer time;
    private final Map<Failure, Counter> rejected = new EnumMap<>(Failure.class);

    StreamMeters(Telemetry telemetry, String stream) {
        this.telemetry = telemetry;
        this.stream = stream;
        this.receivedRequests = telemetry.counter(Metric.RECEIVED_REQUESTS, stream);
        this.receivedBytes = telemetry.counter(Metric.RECEIVED_BYTES, stream);
        this.acceptedEvents = telemetry.counter(Metric.ACCEPTED_EVENTS, stream);
        this.badEvents = telemetry.counter(Metric.BAD_EVENTS, stream);
        this.replayedRequests = telemetry.counter(Metric.REPLAYED_REQUESTS, stream);
        this.time = telemetry.timer(Metric.REQUEST_TIME);
    }

    String stream() {
        return stream;
    }

    void received(int bytes) {
        receivedRequests.increment();
        receivedBytes.increment(bytes);
    }

    void accepted(int events, int badEvents) {
        acceptedEvents.increment(events);
        this.badEvents.increment(badEvents);
    }

    void replayed() {
        replayedRequests.increment();
    }

    void rejected(Failure failure) {
        rejected.computeIfAbsent(failure, f -> telemetry.counter(Metric.REJECTED_REQUESTS, stream, f.code()))
                .increment();
    }

    void answeredAfter(long nanos) {
        time.record(nanos, TimeUnit.NANOSECONDS);
    }
}
