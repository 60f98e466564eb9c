package io.sluice.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what was committed. Used on one event loop. */
final class StoreMeters {
    private record OfStream(Counter events, Counter bytes, Counter trouble) {}

    private final Telemetry telemetry;
    private final Clock clock;
    private final Timer time;
    private final Timer delay;
    private final Map<String, OfStream> byStream = new HashMap<>();

    StoreMeters(Telemetry telemetry, Clock clock) {
        this.telemetry = telemetry;
        this.clock = clock;
        this.time = telemetry.timer(Metric.STORE_TIME);
        this.delay = telemetry.timer(Metric.STORE_DELAY);
    }

    void stored(Storer.Stored stored, Duration took) {
        time.record(took);
        long oldest = stored.batches().stream()
                .mapToLong(batch -> batch.records().get(0).appendTime())
                .min()
                .orElse(clock.millis());
        delay.record(Duration.ofMillis(Math.max(0, clock.millis() - oldest)));
        stored.batches().forEach(batch -> count(batch, stored.troubles()));
    }

    private void count(Batch batch, List<Trouble> troubles) {
        List<Trouble> ofBatch = troubles.stream()
                .filter(trouble -> trouble.event().key().equals(batch.key()))
                .toList();
        long bytesInTrouble = ofBatch.stream()
                .mapToLong(trouble -> trouble.payload().length())
                .sum();
        long lineBreaks = batch.events() - batch.records().size();
        OfStream meters = byStream.computeIfAbsent(batch.stream().name(), this::ofStream);
        meters.events().increment((double) batch.events() - ofBatch.size());
        meters.bytes().increment(Math.max(0, (double) batch.bytes() - lineBreaks - bytesInTrouble));
        meters.trouble().increment(ofBatch.size());
    }

    private OfStream ofStream(String stream) {
        return new OfStream(
                telemetry.counter(Metric.STORED_EVENTS, stream),
                telemetry.counter(Metric.STORED_BYTES, stream),
                telemetry.counter(Metric.TROUBLE_EVENTS, stream));
    }

    void failed(Throwable first) {
        telemetry
                .counter(Metric.STORE_FAILURES, first instanceof PgException answer ? answer.getSqlState() : "none")
                .increment();
    }

    void owns(PartitionReader reader) {
        telemetry.gauge(Metric.BACKLOG_RECORDS, reader::backlog, labels(reader));
    }

    void ownsNoMore(PartitionReader reader) {
        telemetry.removeGauge(Metric.BACKLOG_RECORDS, labels(reader));
    }

    private static String[] labels(PartitionReader reader) {
        return new String[] {
            reader.claim().stream().name(),
            Integer.toString(reader.claim().key().partition())
        };
    }
}
