package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Whether a record that failed can be in Kafka. Before the producer took it, certainly not. Afterwards only a broker's
 * final refusal of the first attempt says so: the producer's TimeoutException ("has not been sent, or no server response
 * has been received yet") doesn't tell the two apart, and an earlier attempt whose answer was lost may have been written.
 * Pure.
 */
final class AppendFailure {
    private AppendFailure() {}

    /** The producer refused it within {@code send}: it was never in a batch. */
    static Problem beforeSending(Throwable cause) {
        if (cause instanceof RecordTooLargeException) {
            return new Problem(Failure.TOO_LARGE, "the request doesn't fit into one record");
        }
        return new Problem(Failure.NOT_WRITTEN, "the producer didn't take the record: " + name(cause));
    }

    /**
     * It was in a batch.
     *
     * @param retried whether the producer sent anything a second time since it took the record
     */
    static Problem afterSending(Throwable cause, boolean retried) {
        if (retried || !isFinalRefusal(cause)) {
            return new Problem(Failure.OUTCOME_UNKNOWN, "Kafka didn't confirm the record in time: " + name(cause));
        }
        return cause instanceof RecordTooLargeException
                ? new Problem(Failure.TOO_LARGE, "Kafka refused the record as too large")
                : new Problem(Failure.NOT_WRITTEN, "Kafka refused the record: " + name(cause));
    }

    /** Success without a position: the broker knew the batch as one it has already, but not where. */
    static Problem withoutPosition() {
        return new Problem(Failure.OUTCOME_UNKNOWN, "Kafka has the record and can't say where");
    }

    private static boolean isFinalRefusal(Throwable cause) {
        return cause instanceof RecordTooLargeException
                || cause instanceof RecordBatchTooLargeException
                || cause instanceof InvalidRecordException
                || cause instanceof InvalidTopicException
                || cause instanceof AuthorizationException
                || cause instanceof AuthenticationException;
    }

    private static String name(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
