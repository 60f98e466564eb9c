package io.sluice.database;

import io.sluice.message.FetchedRecord;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.pgclient.PgException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Counts what was committed. Used on one event loop. */
final class Meters {
    private final Telemetry telemetry;
    private final Clock clock;

    Meters(Telemetry telemetry, Clock clock) {
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void stored(Storer.Stored stored, Duration took) {
        telemetry.timer(Metric.STORE_TIME).record(took);
        long oldest = stored.batches().stream()
                .mapToLong(batch -> batch.records().get(0).appendTime())
                .min()
                .orElse(clock.millis());
        telemetry.timer(Metric.STORE_DELAY).record(Duration.ofMillis(Math.max(0, clock.millis() - oldest)));
        stored.batches().forEach(batch -> count(batch, stored.troubles()));
    }

    private void count(Batch batch, List<Trouble> troubles) {
        String stream = batch.stream().name();
        List<Trouble> ofBatch = troubles.stream()
                .filter(trouble -> trouble.event().key().equals(batch.key()))
                .toList();
        long bytesInTrouble = ofBatch.stream()
                .mapToLong(trouble -> trouble.payload().length())
                .sum();
        long lineBreaks =
                batch.records().stream().mapToLong(FetchedRecord::events).sum()
                        - batch.records().size();
        telemetry.counter(Metric.STORED_EVENTS, stream).increment((double) batch.events() - ofBatch.size());
        telemetry
                .counter(Metric.STORED_BYTES, stream)
                .increment(Math.max(0, (double) batch.bytes() - lineBreaks - bytesInTrouble));
        telemetry.counter(Metric.TROUBLE_EVENTS, stream).increment(ofBatch.size());
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
