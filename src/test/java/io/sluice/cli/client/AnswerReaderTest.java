package io.sluice.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 502, 503, 504})
    void theseAnswersMeanLater(int status) {
        assertThat(AnswerReader.read(status, "", "3", NOW))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
    }

    @Test
    void anEarlierAttemptThatIsStillBeingWrittenMeansLater() {
        Answer answer = AnswerReader.read(409, "{\"code\":\"key_in_use\"}", "3", NOW);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.outcomeUnknown()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 404, 409, 413, 415, 422, 500})
    void theseAnswersMeanNever(int status) {
        assertThat(AnswerReader.read(status, "<html>\n no </html>", null, NOW))
                .isEqualTo(new Answer.Refused(status + " <html> no </html>", List.of(), 0));
    }

    @Test
    void aSuccessWithoutAReceiptIsNoSuccess() {
        assertThat(AnswerReader.read(200, "hello", null, NOW)).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | PT7S",
                "Sat, 21 Nov 2026 00:00:09 GMT | PT9S",
                "Fri, 20 Nov 2026 00:00:00 GMT | PT0S",
                "soon |"
            })
    void retryAfterIsSecondsOrADate(String header, Duration expected) {
        Answer answer = AnswerReader.read(503, "", header, NOW);

        assertThat(((Answer.Later) answer).retryAfter()).isEqualTo(expected);
    }
}
