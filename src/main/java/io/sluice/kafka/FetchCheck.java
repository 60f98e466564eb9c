package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import io.sluice.message.LogRange;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a partition's log can answer a question, or is no longer what the asker knows: an incident. Pure. */
final class FetchCheck {
    /** What Kafka says of a partition: its topic's id, and what its log holds. */
    record Log(UUID topicId, LogRange range) {}

    private FetchCheck() {}

    /** The incident, with the ranges that matter; or null when the log can be read from the asked offset on. */
    static @Nullable SluiceException examine(String partition, FetchRequest asked, Log log) {
        return log.topicId().equals(asked.topicId())
                ? log.range().check(partition, asked.offset(), asked.storedOffset())
                : recreated(partition, asked.topicId(), log.topicId());
    }

    static SluiceException recreated(String partition, UUID expected, UUID found) {
        return new SluiceException(
                Failure.TOPIC_RECREATED,
                "the topic of " + partition + " has the id " + found + ", not " + expected
                        + ": it was deleted and made again; nothing of it was read");
    }
}
