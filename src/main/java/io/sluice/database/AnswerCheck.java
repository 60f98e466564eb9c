package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a log still is the one of which something is stored. What is not is an incident: never a silent skip. */
final class LogCheck {
    private static final Set<Failure> INCIDENTS =
            Set.of(Failure.TOPIC_RECREATED, Failure.LOG_TRUNCATED, Failure.LOG_GAP);

    private LogCheck() {}

    static boolean isIncident(Failure failure) {
        return INCIDENTS.contains(failure);
    }

    /** Null when what is stored and what Kafka names are one topic. */
    static @Nullable SluiceException topic(PartitionKey key, UUID stored, UUID inKafka) {
        return stored.equals(inKafka)
                ? null
                : incident(
                        Failure.TOPIC_RECREATED,
                        key,
                        "was deleted and made again: rows are of topic id " + stored + ", Kafka has " + inKafka);
    }

    /** Null when the log reaches from {@code next} on, where storing has to go on. */
    static @Nullable SluiceException range(PartitionKey key, long next, long logStart, long logEnd) {
        if (logStart > next) {
            return incident(
                    Failure.LOG_GAP, key, "begins at " + logStart + ", but is stored only up to " + next + ": lost");
        }
        return logEnd >= next
                ? null
                : incident(Failure.LOG_TRUNCATED, key, "ends at " + logEnd + ", but is stored up to " + next);
    }

    /** Null when the records are contiguous from the offset that was asked for. */
    static @Nullable SluiceException answer(PartitionKey key, long asked, Fetched fetched) {
        List<FetchedRecord> records = fetched.records();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).offset() != asked + i) {
                return incident(
                        Failure.LOG_GAP,
                        key,
                        "gave record " + records.get(i).offset() + " where " + (asked + i) + " was expected");
            }
        }
        return records.isEmpty() ? range(key, asked, fetched.logStart(), fetched.logEnd()) : null;
    }

    private static SluiceException incident(Failure failure, PartitionKey key, String what) {
        return new SluiceException(failure, "partition " + key.partition() + " of " + key.topic() + ' ' + what);
    }
}
