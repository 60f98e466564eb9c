package io.sluice.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.sluice.message.EventLines;
import io.sluice.message.FetchedRecord;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what was committed. Used on one event loop. */
final class StoreMeters {
    private static final Set<Metric> BACKLOG = Set.of(
            Metric.BACKLOG_RECORDS, Metric.BACKLOG_EVENTS, Metric.BACKLOG_BYTES, Metric.BACKLOG_AGE, Metric.DRAIN_TIME);

    private record OfStream(Counter events, Counter bytes, Counter duplicates, Counter trouble) {}

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
        Map<String, Judged> judged = new HashMap<>();
        stored.judged().forEach(ofStream -> judged.merge(ofStream.stream(), ofStream, Judged::plus));
        stored.batches().stream()
                .collect(Collectors.groupingBy(batch -> batch.stream().name()))
                .forEach((stream, batches) ->
                        count(batches, stored.troubles(), judged.getOrDefault(stream, Judged.nothing(stream))));
    }

    private void count(List<Batch> batches, List<Trouble> troubles, Judged judged) {
        Set<PartitionKey> keys = batches.stream().map(Batch::key).collect(Collectors.toSet());
        List<Trouble> ofStream = troubles.stream()
                .filter(trouble -> keys.contains(trouble.event().key()))
                .toList();
        long events = batches.stream().mapToLong(Batch::events).sum();
        long bytes = batches.stream().mapToLong(Batch::bytes).sum();
        long lineBreaks = batches.stream()
                .flatMap(batch -> batch.records().stream())
                .mapToLong(StoreMeters::lineBreaks)
                .sum();
        long bytesInTrouble = ofStream.stream()
                // Those came beside the value, whose bytes are counted.
                .filter(trouble -> !trouble.stage().equals(Trouble.OF_VALIDATION))
                .mapToLong(trouble -> trouble.payload().length())
                .sum();
        OfStream meters = byStream.computeIfAbsent(judged.stream(), this::ofStream);
        meters.events().increment((double) events - ofStream.size() - judged.duplicates() - judged.conflicts());
        meters.bytes().increment(Math.max(0, (double) bytes - lineBreaks - bytesInTrouble - judged.bytes()));
        meters.duplicates().increment((double) judged.duplicates());
        meters.trouble().increment((double) ofStream.size() + judged.conflicts());
    }

    private static int lineBreaks(FetchedRecord record) {
        return record.bad().isEmpty()
                ? record.events() - 1
                : EventLines.places(record.value().getBytes()).length() - 1;
    }

    private OfStream ofStream(String stream) {
        return new OfStream(
                telemetry.counter(Metric.STORED_EVENTS, stream),
                telemetry.counter(Metric.STORED_BYTES, stream),
                telemetry.counter(Metric.DUPLICATE_EVENTS, stream),
                telemetry.counter(Metric.TROUBLE_EVENTS, stream));
    }

    void failed(Throwable first) {
        telemetry
                .counter(Metric.STORE_FAILURES, first instanceof PgException answer ? answer.getSqlState() : "none")
                .increment();
    }

    void owns(PartitionReader reader) {
        Progress progress = reader.progress();
        telemetry.gauge(Metric.BACKLOG_RECORDS, reader::backlog, labels(reader));
        telemetry.gauge(Metric.BACKLOG_EVENTS, () -> progress.events(reader.backlog()), labels(reader));
        telemetry.gauge(Metric.BACKLOG_BYTES, () -> progress.bytes(reader.backlog()), labels(reader));
        telemetry.gauge(Metric.BACKLOG_AGE, () -> progress.age(reader.backlog(), clock.millis()), labels(reader));
        telemetry.gauge(Metric.DRAIN_TIME, () -> progress.secondsToDrain(reader.backlog()), labels(reader));
    }

    void ownsNoMore(PartitionReader reader) {
        BACKLOG.forEach(metric -> telemetry.removeGauge(metric, labels(reader)));
    }

    private static String[] labels(PartitionReader reader) {
        return new String[] {
            reader.claim().stream().name(),
            Integer.toString(reader.claim().key().partition())
        };
    }
}
