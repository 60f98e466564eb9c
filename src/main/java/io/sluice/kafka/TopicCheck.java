package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Judges the settings of a topic and of the cluster by what the promises need. Pure. */
final class TopicCheck {
    /**
     * One thing that is wrong.
     *
     * @param sentence  what is wrong and what would be right
     * @param tolerable whether {@code kafka.allowUnsafe} lets it pass with a warning
     */
    record Finding(String sentence, boolean tolerable) {}

    private TopicCheck() {}

    /**
     * @param topic       its name
     * @param settings    its settings as they are in effect, by Kafka's names
     * @param replication the fewest replicas that one of its partitions has
     * @return what is wrong; empty when nothing is
     */
    static List<Finding> topic(String topic, Map<String, String> settings, int replication, KafkaConfig config) {
        List<Finding> findings = new ArrayList<>();
        demand(findings, topic, settings, "message.timestamp.type", "LogAppendTime");
        demand(findings, topic, settings, "cleanup.policy", "delete");
        demand(findings, topic, settings, "retention.ms", "-1");
        demand(findings, topic, settings, "retention.bytes", "-1");
        if (number(settings, "max.message.bytes") < config.maxRecord().bytes()) {
            findings.add(new Finding(
                    "topic " + topic + " has max.message.bytes=" + settings.get("max.message.bytes")
                            + ", less than kafka.maxRecord, "
                            + config.maxRecord().bytes(),
                    false));
        }
        if (number(settings, "min.insync.replicas") < config.minInSyncReplicas()) {
            findings.add(new Finding(
                    "topic " + topic + " has min.insync.replicas=" + settings.get("min.insync.replicas")
                            + ", less than kafka.minInSyncReplicas, " + config.minInSyncReplicas(),
                    true));
        }
        if (replication < config.replicationFactor()) {
            findings.add(new Finding(
                    "topic " + topic + " has " + replication + " replicas, fewer than kafka.replicationFactor, "
                            + config.replicationFactor(),
                    true));
        }
        if (Boolean.parseBoolean(settings.get("unclean.leader.election.enable"))) {
            findings.add(new Finding(
                    "topic " + topic + " has unclean.leader.election.enable=true, which can lose acknowledged events",
                    true));
        }
        return findings;
    }

    /** @param settings a broker's settings as they are in effect */
    static List<Finding> broker(Map<String, String> settings) {
        return Boolean.parseBoolean(settings.get("auto.create.topics.enable"))
                ? List.of(new Finding(
                        "the brokers have auto.create.topics.enable=true: a deleted topic would come back with settings"
                                + " that lose data",
                        true))
                : List.of();
    }

    private static void demand(
            List<Finding> findings, String topic, Map<String, String> settings, String name, String expected) {
        String value = settings.get(name);
        if (!expected.equals(value)) {
            findings.add(
                    new Finding("topic " + topic + " has " + name + '=' + value + ", it must be " + expected, false));
        }
    }

    private static long number(Map<String, String> settings, String name) {
        try {
            return Long.parseLong(settings.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
