package io.sluice.dashboard;

import io.micrometer.core.instrument.Counter;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;

/** Figures of the bridge. */
final class BridgeMeters {
    private final Counter replaced;
    private final Counter refused;
    private volatile int connections;

    BridgeMeters(Telemetry telemetry) {
        this.replaced = telemetry.counter(Metric.DASHBOARD_SKIPPED);
        this.refused = telemetry.counter(Metric.DASHBOARD_REFUSED);
        telemetry.gauge(Metric.DASHBOARD_CONNECTIONS, () -> connections);
    }

    void connections(int number) {
        connections = number;
    }

    void replaced() {
        replaced.increment();
    }

    void refused() {
        refused.increment();
    }
}
