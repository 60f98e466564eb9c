package io.sluice.kafka;

import io.sluice.config.Stream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this bridge knows of a stream's topic.
 *
 * @param stream     the stream
 * @param topic      its name in Kafka
 * @param topicId    its id in Kafka, or null while it isn't there
 * @param partitions its partitions' numbers, in order
 * @param findings   what is wrong with it
 * @param refusal    why nothing may be appended, in a sentence; null when it may
 */
record TopicState(
        Stream stream,
        String topic,
        @Nullable UUID topicId,
        List<Integer> partitions,
        List<TopicCheck.Finding> findings,
        @Nullable String refusal) {
    TopicState {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
    }

    static TopicState unknown(Stream stream, String topic) {
        return missing(stream, topic, "it isn't known yet whether topic " + topic + " exists");
    }

    static TopicState missing(Stream stream, String topic, String why) {
        return new TopicState(stream, topic, null, List.of(), List.of(), why);
    }

    /** As checked: what may not pass is the refusal. */
    static TopicState checked(
            Stream stream,
            String topic,
            UUID topicId,
            List<Integer> partitions,
            List<TopicCheck.Finding> findings,
            boolean allowUnsafe) {
        String refusal = findings.stream()
                .filter(finding -> !(finding.tolerable() && allowUnsafe))
                .map(TopicCheck.Finding::sentence)
                .findFirst()
                .orElse(null);
        return new TopicState(stream, topic, topicId, partitions, findings, refusal);
    }
}
