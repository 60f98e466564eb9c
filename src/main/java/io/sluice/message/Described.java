package io.sluice.message;

import java.util.List;
import java.util.UUID;

/**
 * What a bridge sees in Kafka.
 *
 * @param bridge    the name of the bridge that answered; questions to FETCH go to {@code Address.FETCH.at(bridge)}
 * @param topics    the topics of the streams that exist
 */
public record Described(String bridge, List<Topic> topics) implements Message {
    public Described {
        topics = List.copyOf(topics);
    }

    /** A stream's topic: its name and id in Kafka, and its partitions in order. */
    public record Topic(String stream, String topic, UUID topicId, List<Partition> partitions) {
        public Topic {
            partitions = List.copyOf(partitions);
        }
    }

    /** A partition's number, the first offset that the log still holds, and the next one that it will give. */
    public record Partition(int partition, long logStart, long logEnd) {}

    @Override
    public String toString() {
        return "Described[" + topics.size() + " topics]";
    }
}
