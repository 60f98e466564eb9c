package io.sluice.cluster;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.audit.AuditVerticle;
import io.sluice.config.DatabaseConfig;
import io.sluice.config.ReceiptConfig;
import io.sluice.config.Role;
import io.sluice.config.SluiceConfig;
import io.sluice.database.DatabaseVerticle;
import io.sluice.http.Admission;
import io.sluice.http.HttpVerticle;
import io.sluice.http.KeyMemory;
import io.sluice.http.Receipts;
import io.sluice.http.WaitingRoom;
import io.sluice.kafka.KafkaVerticle;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.ManagementVerticle;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.sluice.validation.ValidationVerticle;
import io.vertx.core.Deployable;
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
    private final Health health;
    private final Admission admission;

    Stages(NodePlan plan, String node, PrometheusMeterRegistry registry, Health health) {
        this.plan = plan;
        this.config = plan.config();
        this.node = node;
        this.registry = registry;
        this.telemetry = new Telemetry(registry);
        this.health = health;
        this.admission = new Admission(config.http(), telemetry);
        telemetry.gauge(Metric.UNREADY, () -> health.isReady() ? 0 : 1);
    }

    Supplier<Deployable> management() {
        return () -> new ManagementVerticle(config.management(), registry, health);
    }

    Supplier<Deployable> of(Role role) {
        return switch (role) {
            case HTTP -> http(section(config.receipts(), role));
            case VALIDATION -> () -> new ValidationVerticle(config.validation(), plan.schemas(), telemetry);
            case KAFKA -> () -> new KafkaVerticle(config.kafka(), plan.logs(), node, telemetry, health);
            case DATABASE -> database(section(config.database(), role));
        };
    }

    private Supplier<Deployable> http(ReceiptConfig section) {
        Receipts receipts = new Receipts(section);
        WaitingRoom room = new WaitingRoom(section, telemetry);
        KeyMemory keys = new KeyMemory(config.http(), telemetry);
        return () ->
                new HttpVerticle(config.http(), plan.streams(), receipts, room, admission, keys, telemetry, health);
    }

    private Supplier<Deployable> database(DatabaseConfig database) {
        return () -> new DatabaseVerticle(database, plan.logs(), node, telemetry, health);
    }

    /** The audit in the background of a node that stores; null when it has none. */
    @Nullable
    Supplier<Deployable> audit() {
        DatabaseConfig database = config.database();
        return database == null
                        || !config.roles().contains(Role.DATABASE)
                        || database.audit().bytes() == 0
                ? null
                : () -> new AuditVerticle(config.kafka(), database, plan.streams(), telemetry, health);
    }

    private static <T> T section(@Nullable T section, Role role) {
        return Objects.requireNonNull(section, () -> "the section of a role that runs here: " + role.text());
    }

    int instances(Role role) {
        return switch (role) {
            case HTTP -> config.http().instances();
            case VALIDATION -> config.validation().instances();
            case KAFKA, DATABASE -> 1;
        };
    }
}
