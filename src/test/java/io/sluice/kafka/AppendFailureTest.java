package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import java.util.Set;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class AppendFailureTest {
    @Test
    void whatTheProducerDidNotTakeWasNotWritten() {
        assertThat(AppendFailure.beforeSending(new TimeoutException("no metadata"))
                        .failure())
                .isEqualTo(Failure.NOT_WRITTEN);
        assertThat(AppendFailure.beforeSending(new BufferExhaustedException("full"))
                        .failure())
                .isEqualTo(Failure.NOT_WRITTEN);
        assertThat(AppendFailure.beforeSending(new RecordTooLargeException()).failure())
                .isEqualTo(Failure.TOO_LARGE);
    }

    @Test
    void aTimeoutOrALostConnectionTellsNothing() {
        assertThat(AppendFailure.afterSending(new TimeoutException(), false).failure())
                .isEqualTo(Failure.OUTCOME_UNKNOWN);
        assertThat(AppendFailure.afterSending(new NetworkException(), false).failure())
                .isEqualTo(Failure.OUTCOME_UNKNOWN);
    }

    @Test
    void aRefusalIsFinalOnlyWhereNothingWasSentBefore() {
        TopicAuthorizationException refusal = new TopicAuthorizationException(Set.of("t"));

        Problem first = AppendFailure.afterSending(refusal, false);
        Problem second = AppendFailure.afterSending(refusal, true);

        assertThat(first.failure()).isEqualTo(Failure.NOT_WRITTEN);
        assertThat(second.failure()).isEqualTo(Failure.OUTCOME_UNKNOWN);
    }
}
