package io.sluice.database;

import io.sluice.message.Described;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The balance sheet of a partition, in records: stored + acknowledged gap + still in Kafka = the log's end.
 *
 * @param stored where PostgreSQL stands; read once before Kafka was asked, and once after it
 * @param topic  the stream's topic as Kafka has it; null when there is none, or Kafka can't be asked
 */
record PartitionBalance(Stored stored, Described.@Nullable Topic topic) {
    /**
     * What PostgreSQL says.
     *
     * @param next  as it stood before Kafka was asked: the log can't end below it
     * @param later as it stood afterwards: the log can't begin above it
     * @param gap   records below {@code next} whose loss an operator acknowledged
     */
    record Stored(String stream, String topic, int partition, UUID topicId, long next, long later, long gap) {}

    boolean isEven() {
        return problem() == null;
    }

    /** Null, or why the equation can't hold, with the offsets. */
    @Nullable
    String problem() {
        if (topic == null) {
            return "Kafka can't be asked, or has no such topic: what is still in it isn't known";
        }
        if (!topic.topicId().equals(stored.topicId())) {
            return "the topic was deleted and made again: rows are of topic id " + stored.topicId() + ", Kafka has "
                    + topic.topicId();
        }
        Described.Partition log = log();
        if (log == null) {
            return "Kafka has no such partition";
        }
        if (log.logStart() > stored.later()) {
            return "offsets " + stored.later() + " to " + (log.logStart() - 1)
                    + " are gone from Kafka and were never stored";
        }
        return log.logEnd() < stored.next()
                ? "the log ends at " + log.logEnd() + ", but offsets up to " + (stored.next() - 1)
                        + " are stored: offsets " + log.logEnd() + " to " + (stored.next() - 1) + " were cut off"
                : null;
    }

    private Described.@Nullable Partition log() {
        return topic == null
                ? null
                : topic.partitions().stream()
                        .filter(log -> log.partition() == stored.partition())
                        .findFirst()
                        .orElse(null);
    }

    JsonObject json() {
        Described.Partition log = log();
        String problem = problem();
        JsonObject json = new JsonObject()
                .put("stream", stored.stream())
                .put("topic", stored.topic())
                .put("partition", stored.partition())
                .put("logStart", log == null ? null : log.logStart())
                .put("next", stored.next())
                .put("stored", stored.next() - stored.gap())
                .put("gap", stored.gap())
                .put("inKafka", log == null ? null : log.logEnd() - stored.next())
                .put("logEnd", log == null ? null : log.logEnd())
                .put("even", problem == null);
        return problem == null ? json : json.put("problem", problem);
    }
}
