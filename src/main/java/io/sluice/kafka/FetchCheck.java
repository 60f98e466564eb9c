package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a partition's log can answer a question, or is no longer what the asker knows: an incident. Pure. */
final class LogCheck {
    /** What Kafka says of a partition: the topic's id, the first offset held, the next one given. */
    record Log(UUID topicId, long start, long end) {}

    private LogCheck() {}

    /** The incident, with the ranges that matter; or null when the log can be read from the asked offset on. */
    static @Nullable SluiceException examine(String partition, FetchRequest asked, Log log) {
        if (!log.topicId().equals(asked.topicId())) {
            return recreated(partition, asked.topicId(), log.topicId());
        } else if (log.end() < asked.storedOffset()) {
            return new SluiceException(
                    Failure.LOG_TRUNCATED,
                    partition + " ends at offset " + log.end() + ", before the stored offset " + asked.storedOffset()
                            + ": the offsets " + log.end() + " to " + (asked.storedOffset() - 1)
                            + " were stored and are no longer in the log");
        } else if (log.end() < asked.offset()) {
            return new SluiceException(
                    Failure.LOG_TRUNCATED,
                    partition + " ends at offset " + log.end() + ", before the wanted offset " + asked.offset());
        } else if (log.start() > asked.offset()) {
            return new SluiceException(
                    Failure.LOG_GAP,
                    partition + " starts at offset " + log.start() + ", after the wanted offset " + asked.offset()
                            + ": the offsets " + asked.offset() + " to " + (log.start() - 1)
                            + " are gone and were not stored");
        }
        return null;
    }

    static SluiceException recreated(String partition, UUID expected, UUID found) {
        return new SluiceException(
                Failure.TOPIC_RECREATED,
                "the topic of " + partition + " has the id " + found + ", not " + expected
                        + ": it was deleted and made again; nothing of it was read");
    }
}
