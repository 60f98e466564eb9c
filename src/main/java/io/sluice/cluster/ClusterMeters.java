package io.sluice.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.sluice.config.Role;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What an operator sees of the cluster: log lines and figures. The gauges may be looked at from any thread. */
final class ClusterMeters {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMeters.class);

    private final Counter joins;
    private final Counter leaves;
    private final Telemetry telemetry;
    private volatile int nodes;
    private volatile Map<Role, Integer> wanted = Map.of();
    private volatile List<Role> uncovered = List.of();

    /** The node that ran a role before, and for how long it has been missed. */
    record Lost(String node, long nanos) {}

    ClusterMeters(Telemetry telemetry) {
        this.telemetry = telemetry;
        this.joins = telemetry.counter(Metric.CLUSTER_JOINS);
        this.leaves = telemetry.counter(Metric.CLUSTER_LEAVES);
        telemetry.gauge(Metric.CLUSTER_NODES, () -> nodes);
        for (Role role : Role.values()) {
            telemetry.gauge(Metric.UNCOVERED_ROLES, () -> uncovered.contains(role) ? 1 : 0, role.text());
        }
    }

    void joined(Announcement node) {
        joins.increment();
        LOG.atInfo()
                .addKeyValue("node", node.node())
                .addKeyValue("group", node.group())
                .addKeyValue("roles", Role.names(node.own()))
                .addKeyValue("version", node.version())
                .log("a node joined");
    }

    /** It said so itself. */
    void left(Announcement node) {
        left(node, LOG.atInfo(), "it ended in order");
    }

    /** Nobody said that it would. */
    void lost(Announcement node, String why) {
        left(node, LOG.atWarn(), why);
    }

    private void left(Announcement node, LoggingEventBuilder line, String why) {
        leaves.increment();
        line.addKeyValue("node", node.node())
                .addKeyValue("roles", Role.names(node.running()))
                .addKeyValue("reason", why)
                .log("a node left");
    }

    void tookOver(Role role, @Nullable Lost lost) {
        if (lost == null) {
            return;
        }
        Timer timer = telemetry.timer(Metric.FAILOVER_TIME, role.text());
        timer.record(lost.nanos(), TimeUnit.NANOSECONDS);
        LOG.info(
                "failover of {} from {} in {} ms",
                role.text(),
                lost.node(),
                TimeUnit.NANOSECONDS.toMillis(lost.nanos()));
    }

    void gaveUp(Role role, int failures) {
        LOG.atError()
                .addKeyValue("role", role.text())
                .addKeyValue("failures", failures)
                .log("a role failed too often here and is left to another node");
    }

    /** What is there now; while a node has only begun to listen, nothing is missing as far as it can tell. */
    void seen(List<Announcement> all, Map<Role, Integer> minimum, boolean hasListened) {
        nodes = all.size();
        if (!hasListened) {
            return;
        }
        List<Role> missing = Cover.uncovered(all, minimum);
        if (!missing.equals(uncovered) || !minimum.equals(wanted)) {
            uncovered = missing;
            wanted = Map.copyOf(minimum);
            if (!missing.isEmpty()) {
                LOG.atWarn().addKeyValue("roles", Role.names(missing)).log("too few nodes run a role");
            }
        }
    }
}
