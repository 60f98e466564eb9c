package io.sluice.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource({
        "MALFORMED, MALFORMED",
        "INVALID_EVENTS, INVALID_EVENTS",
        "UNKNOWN_STREAM, UNKNOWN_STREAM",
        "NOT_FOUND, NOT_FOUND",
        "METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED",
        "UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED_MEDIA_TYPE",
        "UNSUPPORTED_ENCODING, UNSUPPORTED_ENCODING",
        "TOO_LARGE, TOO_LARGE",
        "BODY_TIMEOUT, BODY_TIMEOUT",
        "OVERLOADED, OVERLOADED",
        "NOT_WRITTEN, NOT_WRITTEN",
        "OUTCOME_UNKNOWN, OUTCOME_UNKNOWN",
        "SHUTTING_DOWN, SHUTTING_DOWN",
        "INVALID_RECEIPT, INVALID_RECEIPT",
        "INVALID_HEADER, INVALID_HEADER",
        "UNKNOWN_MESSAGE, NOT_WRITTEN",
        "NO_HANDLERS, NOT_WRITTEN",
        "UNAVAILABLE, UNAVAILABLE",
        "SUPERSEDED, OUTCOME_UNKNOWN",
        "TOPIC_RECREATED, OUTCOME_UNKNOWN",
        "LOG_TRUNCATED, OUTCOME_UNKNOWN",
        "LOG_GAP, OUTCOME_UNKNOWN",
        "INTERNAL, OUTCOME_UNKNOWN"
    })
    void anAskerTellsOnlyWhatIsCertain(Failure behind, Failure told) {
        assertThat(behind.afterAsking()).isEqualTo(told);
    }

    @ParameterizedTest
    @EnumSource
    void whatAnAskerTellsStaysAsItIsOnTheWayBack(Failure failure) {
        Failure told = failure.afterAsking();

        assertThat(told.afterAsking()).isEqualTo(told);
    }

    @ParameterizedTest
    @EnumSource
    void aFailureIsFoundByItsBusCodeAndByItsCode(Failure failure) {
        assertThat(Failure.ofBusCode(failure.busCode())).isEqualTo(failure);
        assertThat(Failure.ofCode(failure.code())).isEqualTo(failure);
    }

    @Test
    void whatANewerVersionSaysIsADefectHere() {
        assertThat(Failure.ofBusCode(9_999)).isEqualTo(Failure.INTERNAL);
        assertThat(Failure.ofCode("of_a_newer_version")).isNull();
    }

    @Test
    void aLogThatIsNotWhatItWasIsAnIncident() {
        assertThat(Arrays.stream(Failure.values()).filter(Failure::isIncident))
                .containsExactly(Failure.TOPIC_RECREATED, Failure.LOG_TRUNCATED, Failure.LOG_GAP);
    }
}
