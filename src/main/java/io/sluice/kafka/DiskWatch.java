package io.sluice.kafka;

import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the sizes of the topics on Kafka's disks, for {@link DiskBudget}. Only for the bridge's context. */
final class DiskWatch {
    static final long EVERY_MILLIS = 5_000;

    /** The part's name in {@link Health}: there is none until something was full. */
    static final String PART = "kafka budget";

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final KafkaAdmin cluster;
    private final Availability availability;
    private final DiskBudget budget;
    private final Telemetry telemetry;
    private final Health health;
    private final Set<String> shown = new HashSet<>();
    private List<String> said = List.of();
    private boolean looking;
    private boolean refused;

    DiskWatch(KafkaAdmin cluster, Availability availability, DiskBudget budget, Telemetry telemetry, Health health) {
        this.cluster = cluster;
        this.availability = availability;
        this.budget = budget;
        this.telemetry = telemetry;
        this.health = health;
    }

    /** Looks now, unless it is looking. A failure changes nothing of what was known. */
    void look(Collection<TopicState> topics) {
        if (looking || availability.isAway()) {
            return;
        }
        looking = true;
        topics.stream().filter(topic -> shown.add(topic.topic())).forEach(this::show);
        cluster.bytesOnDisk(topics.stream().map(TopicState::topic).toList())
                .onSuccess(bytes -> {
                    budget.seen(bytes, availability.now());
                    refused = false;
                    say();
                })
                .onFailure(this::missed)
                .onComplete(done -> looking = false);
    }

    private void show(TopicState topic) {
        telemetry.gauge(
                Metric.TOPIC_BYTES,
                () -> budget.bytes(topic.topic()),
                topic.stream().name());
        telemetry.gauge(
                Metric.BUDGET_TIME,
                () -> budget.secondsLeft(topic.topic()),
                topic.stream().name());
    }

    /** An ordinary client may be forbidden to ask: then there is no bound, and that is said once. */
    private void missed(Throwable failure) {
        if (!refused) {
            refused = true;
            LOG.atWarn()
                    .addKeyValue("reason", String.valueOf(failure.getMessage()))
                    .log("Kafka doesn't tell how much of its disks the topics use; kafka.topicBudget can't be kept");
        }
    }

    private void say() {
        List<String> full = budget.full();
        if (full.equals(said)) {
            return;
        }
        if (said.isEmpty() || full.isEmpty()) {
            (full.isEmpty() ? LOG.atInfo() : LOG.atError())
                    .addKeyValue("topics", full)
                    .log(full.isEmpty() ? "topics are within their budget again" : "a topic's budget is used");
        }
        said = full;
        health.set(
                PART,
                full.isEmpty() ? Health.Status.UP : Health.Status.DEGRADED,
                full.isEmpty() ? "within the budget" : String.join("; ", full));
    }
}
