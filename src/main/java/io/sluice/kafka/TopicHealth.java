package io.sluice.kafka;

import io.sluice.telemetry.Health;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** What the bridge's part of the node's health is while Kafka answers. Pure. */
final class TopicHealth {
    private TopicHealth() {}

    /**
     * @param topics            every stream's
     * @param broker            what is wrong with the brokers' settings: nothing of it stops an append, so it only warns
     * @param unknownToProducer topics to which the producer can't send yet
     * @param allowUnsafe       as configured: then warnings are what the operator wanted
     */
    static Health.Part of(
            Collection<TopicState> topics,
            List<TopicCheck.Finding> broker,
            List<String> unknownToProducer,
            boolean allowUnsafe) {
        List<String> refusals = topics.stream()
                .map(TopicState::refusal)
                .filter(Objects::nonNull)
                .toList();
        if (!refusals.isEmpty()) {
            return new Health.Part(Health.Status.DOWN, String.join("; ", refusals));
        } else if (!unknownToProducer.isEmpty()) {
            return new Health.Part(
                    Health.Status.DOWN, "the producer can't send yet to " + String.join(", ", unknownToProducer));
        }
        return warned(topics, broker, allowUnsafe);
    }

    private static Health.Part warned(
            Collection<TopicState> topics, List<TopicCheck.Finding> broker, boolean allowUnsafe) {
        List<TopicCheck.Finding> findings = new ArrayList<>(broker);
        topics.forEach(topic -> findings.addAll(topic.findings()));
        String warnings = String.join(
                "; ", findings.stream().map(TopicCheck.Finding::sentence).toList());
        if (warnings.isEmpty()) {
            return new Health.Part(Health.Status.UP, "");
        }
        return allowUnsafe
                ? new Health.Part(Health.Status.UP, "settings that can lose data are allowed here: " + warnings)
                : new Health.Part(Health.Status.DEGRADED, warnings);
    }
}
