package io.sluice.database;

import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many entries of each stream wait for an operator. A stream that had some stays, with 0. Used on one event loop. */
final class TroubleGauge {
    private final HeldConnection asking;
    private final Telemetry telemetry;
    private final DatabaseHealth health;
    private final Map<String, AtomicLong> open = new ConcurrentHashMap<>();

    TroubleGauge(HeldConnection asking, Telemetry telemetry, DatabaseHealth health) {
        this.asking = asking;
        this.telemetry = telemetry;
        this.health = health;
    }

    /** Asks once. Never fails: what is shown stays as it was. */
    Future<Void> look() {
        return asking.run(Sql.OPEN_TROUBLE, Tuple.tuple())
                .<Void>map(rows -> {
                    Map<String, Long> counts = new HashMap<>();
                    rows.forEach(row -> counts.put(row.getString("stream"), row.getLong("entries")));
                    show(counts);
                    return null;
                })
                .otherwiseEmpty();
    }

    private void show(Map<String, Long> counts) {
        counts.keySet().forEach(stream -> open.computeIfAbsent(stream, this::gauge));
        open.forEach((stream, shown) -> shown.set(counts.getOrDefault(stream, 0L)));
        health.openTrouble(counts.values().stream().mapToLong(Long::longValue).sum());
    }

    private AtomicLong gauge(String stream) {
        AtomicLong shown = new AtomicLong();
        telemetry.gauge(Metric.TROUBLE_OPEN, shown::get, stream);
        return shown;
    }
}
