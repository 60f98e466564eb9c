package io.sluice.cluster;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.audit.AuditVerticle;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.ReceiptConfig;
import io.sluice.config.Role;
import io.sluice.config.SluiceConfig;
import io.sluice.dashboard.DashboardVerticle;
import io.sluice.database.DatabaseVerticle;
import io.sluice.http.Admission;
import io.sluice.http.HttpVerticle;
import io.sluice.http.KeyMemory;
import io.sluice.http.Receipts;
import io.sluice.http.WaitingRoom;
import io.sluice.kafka.KafkaVerticle;
import io.sluice.report.ReportsVerticle;
import io.sluice.telemetry.Annex;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.ManagementVerticle;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.NodeOperations;
import io.sluice.telemetry.StatisticsReader;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.Deployable;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the verticles of one node and what they share inside it. */
final class Stages {
    private final NodePlan plan;
    private final SluiceConfig config;
    private final String node;
    private final PrometheusMeterRegistry registry;
    private final Telemetry telemetry;
    private final Admission admission;
    private final Annex annex = new Annex();

    Stages(NodePlan plan, String node, PrometheusMeterRegistry registry) {
        this.plan = plan;
        this.config = plan.config();
        this.node = node;
        this.registry = registry;
        this.telemetry = new Telemetry(registry);
        this.admission = new Admission(config.http(), telemetry);
    }

    Telemetry telemetry() {
        return telemetry;
    }

    StatisticsReader statistics(Health health, String version) {
        return new StatisticsReader(registry, health, node, version, Clock.systemUTC());
    }

    Supplier<Deployable> management(Health health, NodeOperations operations) {
        telemetry.gauge(Metric.UNREADY, () -> health.isReady() ? 0 : 1);
        return () -> new ManagementVerticle(config.management(), registry, health, operations, annex);
    }

    /** Verticles of one kind, and how many. */
    record Group(int instances, Supplier<Deployable> verticle) {}

    /** New verticles of a role, with all that they share new too, in the order in which they start. */
    List<Group> of(Role role, Health health) {
        return switch (role) {
            case HTTP -> List.of(new Group(config.http().instances(), http(section(config.receipts(), role), health)));
            case VALIDATION ->
                List.of(new Group(
                        config.validation().instances(),
                        () -> new ValidationVerticle(config.validation(), plan.schemas(), telemetry)));
            case KAFKA ->
                List.of(new Group(1, () -> new KafkaVerticle(config.kafka(), plan.logs(), node, telemetry, health)));
            case DATABASE -> database(section(config.database(), role), health);
            case REPORT -> {
                DatabaseConfig database = section(config.database(), role);
                yield List.of(new Group(
                        1,
                        () -> new ReportsVerticle(
                                database, config.report(), plan.reports(), plan.streams(), telemetry, health)));
            }
            case DASHBOARD ->
                List.of(new Group(
                        1,
                        () -> new DashboardVerticle(
                                config.dashboard(), plan.streams(), node, annex, telemetry, health)));
        };
    }

    private Supplier<Deployable> http(ReceiptConfig section, Health health) {
        Receipts receipts = new Receipts(section);
        WaitingRoom room = new WaitingRoom(section, telemetry);
        KeyMemory keys = new KeyMemory(config.http(), telemetry);
        return () ->
                new HttpVerticle(config.http(), plan.streams(), receipts, room, admission, keys, telemetry, health);
    }

    /** What stores, and the audit in the background, if it isn't switched off. */
    private List<Group> database(DatabaseConfig database, Health health) {
        Group storing = new Group(1, () -> new DatabaseVerticle(database, plan.logs(), node, telemetry, health));
        Group audit =
                new Group(1, () -> new AuditVerticle(config.kafka(), database, plan.streams(), telemetry, health));
        return database.audit().bytes() == 0 ? List.of(storing) : List.of(storing, audit);
    }

    private static <T> T section(@Nullable T section, Role role) {
        return Objects.requireNonNull(section, () -> "the section of a role that runs here: " + role.text());
    }
}
