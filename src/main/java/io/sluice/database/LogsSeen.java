package io.sluice.database;

import io.sluice.message.Described;
import io.sluice.message.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the last description of Kafka's topics showed, and when. Used on one event loop. */
final class LogsSeen {
    /**
     * A bridge looks at its topics about every half minute, and the clocks of the brokers and of this node differ: only what
     * was described so much later than a record was appended says something about the record's topic.
     */
    static final long SETTLED_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final Map<String, Described.Topic> byStream = new HashMap<>();
    private long begunAt;

    /** {@code begun} is when the question was sent, in milliseconds since 1970. */
    void saw(Described described, long begun) {
        byStream.clear();
        described.topics().forEach(topic -> byStream.put(topic.stream(), topic));
        begunAt = begun;
    }

    /** When the question was sent whose answer this is, in milliseconds since 1970. */
    long begunAt() {
        return begunAt;
    }

    /** Whether the stream's log was seen to end at {@code next} or before: everything that was in it then is stored. */
    boolean endsBy(String stream, UUID topicId, int partition, long next) {
        Described.@Nullable Topic topic = byStream.get(stream);
        return topic != null
                && topic.topicId().equals(topicId)
                && topic.partitions().stream().anyMatch(log -> log.partition() == partition && log.logEnd() <= next);
    }

    /** Whether the position's topic is the one that its stream has. */
    boolean isCurrent(Position position) {
        Described.@Nullable Topic topic = byStream.get(position.stream());
        return topic != null && topic.topicId().equals(position.topicId());
    }

    /** Whether the position's stream has a topic, for certain another one than the position's. */
    boolean isOfAnotherTopic(Position position) {
        return isSettled(position) && byStream.containsKey(position.stream()) && !isCurrent(position);
    }

    /** Whether the position's stream has no topic, as far as can be seen from here. */
    boolean hasNoTopic(Position position) {
        return isSettled(position) && !byStream.containsKey(position.stream());
    }

    private boolean isSettled(Position position) {
        return begunAt - position.appendTime() >= SETTLED_MILLIS;
    }

    /** Whether the position's log begins after it: Kafka has deleted the record. */
    boolean isDeleted(Position position) {
        Described.@Nullable Topic topic = byStream.get(position.stream());
        return topic != null
                && topic.topicId().equals(position.topicId())
                && topic.partitions().stream()
                        .anyMatch(log -> log.partition() == position.partition() && log.logStart() > position.offset());
    }
}
