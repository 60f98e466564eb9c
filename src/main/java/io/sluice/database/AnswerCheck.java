package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what a bridge tells is of the log of which something is stored. What is not is an incident: never a silent skip. */
final class AnswerCheck {
    private AnswerCheck() {}

    /**
     * Null when the records are contiguous from the offset that was asked for; without records, when the log can still
     * give that offset.
     */
    static @Nullable SluiceException answer(PartitionKey key, long asked, long stored, Fetched fetched) {
        List<FetchedRecord> records = fetched.records();
        if (fetched.goesOn() > asked) {
            return new SluiceException(
                    Failure.LOG_GAP,
                    name(key) + ": the log has nothing at the offsets " + asked + " to " + (fetched.goesOn() - 1)
                            + ", it goes on at " + fetched.goesOn());
        }
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).offset() != asked + i) {
                return new SluiceException(
                        Failure.LOG_GAP,
                        name(key) + " gave record " + records.get(i).offset() + " where " + (asked + i)
                                + " was expected");
            }
        }
        return records.isEmpty() ? fetched.log().check(name(key), asked, stored) : null;
    }

    private static String name(PartitionKey key) {
        return "partition " + key.partition() + " of " + key.topic();
    }
}
