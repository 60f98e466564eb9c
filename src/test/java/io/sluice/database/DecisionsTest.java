package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.JsonPointer;
import io.sluice.failure.Failure;
import io.sluice.message.Fetched;
import io.sluice.support.FakeBridge;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small decisions of stage 4, without Vert.x or PostgreSQL. */
class DecisionsTest {
    private static final PartitionKey KEY = new PartitionKey("logs.nginx", 3);

    @ParameterizedTest
    @CsvSource({
        "22P02,,DATA",
        "23505,some_key,DATA",
        "23502,,DATA",
        "23514,some_check,DATA",
        "23514,,MISSING_DAY",
        "54000,,DATA",
        "SL001,,FENCED",
        "SL002,,TALLY",
        "57014,,TOO_MUCH",
        "53200,,TOO_MUCH",
        "42P01,,SCHEMA",
        "08006,,SERVER",
        "25P03,,SERVER",
        "25006,,SERVER",
        "40P01,,SERVER",
        "53100,,SERVER",
        "55P03,,SERVER",
        "57P01,,SERVER",
        "58030,,SERVER",
        "40001,,SERVER",
        "57P03,,SERVER",
        "XX000,,UNKNOWN",
        "42501,,UNKNOWN",
        "25P02,,UNKNOWN",
        "P0001,,UNKNOWN",
        ",,SERVER"
    })
    void aStateTellsWhoIsAtFault(String state, String constraint, SqlFailure expected) {
        assertThat(SqlFailure.of(state, constraint)).isEqualTo(expected);
    }

    @Test
    void aFailureInTheClientIsNeverAnEventsFault() {
        assertThat(SqlFailure.of(new IllegalArgumentException("no state"))).isEqualTo(SqlFailure.SERVER);
    }

    @Test
    void whatIsSaidWhileConnectingIsNoPartitionsFault() {
        PgException wrongPassword = new PgException("no", "FATAL", "28P01", null);

        assertThat(SqlFailure.ofTransaction(wrongPassword)).isEqualTo(SqlFailure.SERVER);
        assertThat(SqlFailure.ofTransaction(new PipelineException(wrongPassword)))
                .isEqualTo(SqlFailure.UNKNOWN);
    }

    @Test
    void moreThanFivePercentAreTooMuchFromAHundredOn() {
        TroubleRate rate = new TroubleRate();
        rate.stored(200, 99);
        assertThat(rate.isTooMuch()).isFalse();

        rate.stored(1, 1);

        assertThat(rate.isTooMuch()).isTrue();
    }

    @Test
    void oldTroubleLeavesTheWindow() {
        TroubleRate rate = new TroubleRate();
        rate.stored(5_000, 90);
        rate.stored(5_000, 300);
        assertThat(rate.isTooMuch()).isFalse();
        rate.stored(5_000, 210);
        assertThat(rate.isTooMuch()).isTrue();

        rate.stored(5_000, 0);

        assertThat(rate.isTooMuch()).isFalse();
        assertThat(rate).hasToString("210 of the last 10000 events");
    }

    @Test
    void aPointerOfNamesBecomesArrowsWithItsEscapesResolved() {
        assertThat(StoreStatement.text(new JsonPointer("/it's/a~1b/m~0n")))
                .isEqualTo("e.payload -> 'it''s' -> 'a/b' ->> 'm~n'");
        assertThat(StoreStatement.text(new JsonPointer("/id"))).isEqualTo("e.payload ->> 'id'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", " 1", ""})
    void aPointerThatMayNameAnElementOfAnArrayBecomesAPath(String step) {
        assertThat(StoreStatement.text(new JsonPointer("/list/" + step)))
                .isEqualTo("e.payload #>> ARRAY['list','" + step + "']::text[]");
    }

    @Test
    void theBatchGrowsWhileCommitsAreQuickAndShrinksWhenTheyAreSlow() {
        BatchSize size = new BatchSize(1 << 20, Duration.ofMillis(100));
        int first = size.bytes();
        size.committed(first, Duration.ofMillis(10));
        assertThat(size.bytes()).isGreaterThan(first);

        size.committed(size.bytes(), Duration.ofMillis(400));

        assertThat(size.bytes()).isLessThan(first);
    }

    @Test
    void theBatchStaysWithinItsBounds() {
        BatchSize size = new BatchSize(1 << 20, Duration.ofMillis(100));
        for (int i = 0; i < 50; i++) {
            size.committed(size.bytes(), Duration.ofMillis(1));
        }
        assertThat(size.bytes()).isEqualTo(1 << 20);

        for (int i = 0; i < 50; i++) {
            size.tooMuch();
        }

        assertThat(size.bytes()).isEqualTo(BatchSize.LEAST_BYTES);
    }

    @Test
    void aSmallTransactionSaysNothingAboutLargerOnes() {
        BatchSize size = new BatchSize(1 << 20, Duration.ofMillis(100));
        int before = size.bytes();

        size.committed(10, Duration.ofMillis(1));

        assertThat(size.bytes()).isEqualTo(before);
    }

    @Test
    void pausesAreDoubledUpToTenTimesAndBeginAnewAfterASuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), () -> 1.0);

        assertThat(List.of(backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next()))
                .containsExactly(100L, 200L, 400L, 800L, 1000L);

        backoff.succeeded();
        assertThat(backoff.next()).isEqualTo(100);
    }

    @Test
    void claimsNeedRenewalsThatWereUnbrokenForAWholeLease() {
        long second = Duration.ofSeconds(1).toNanos();
        LeaseClock clock = new LeaseClock(Duration.ofSeconds(2));
        clock.renewed(0, 1);
        assertThat(clock.mayClaim(second)).isFalse();
        clock.renewed(second, second);
        clock.renewed(2 * second, 2 * second);
        assertThat(clock.mayClaim(2 * second)).isTrue();

        clock.renewed(5 * second, 5 * second);

        assertThat(clock.mayClaim(5 * second)).isFalse();
        assertThat(clock.mayClaim(9 * second)).isFalse();
    }

    @Test
    void linesKeepTheirPlaceWhenOneIsTakenOut() {
        List<Buffer> lines = Lines.split(Buffer.buffer("{\"a\":1}\n{\"b\":2}\n{\"c\":3}"));

        assertThat(lines).hasSize(3);
        assertThat(Lines.without(lines, index -> index == 1)).isEqualTo("{\"a\":1}\n\n{\"c\":3}");
    }

    @Test
    void onlyStrictUtf8WithoutNulIsText() {
        assertThat(isText("{\"real\":\"\uFFFD\"}".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(isText(new byte[] {'"', (byte) 0xc3, '"'})).isFalse();
        assertThat(isText(new byte[] {'"', 0, '"'})).isFalse();
    }

    private static boolean isText(byte[] bytes) {
        Buffer value = Buffer.buffer(bytes);
        return Lines.isText(value, Lines.text(value));
    }

    @Test
    void aLogThatIsNotWhatItWasIsAnIncident() {
        Fetched gap = new Fetched(0, 9, List.of(FakeBridge.at(6, FakeBridge.record(0, "web", "{}"))));
        assertThat(AnswerCheck.answer(KEY, 5, 5, gap).failure()).isEqualTo(Failure.LOG_GAP);
        assertThat(AnswerCheck.answer(KEY, 6, 5, gap)).isNull();
        assertThat(AnswerCheck.answer(KEY, 5, 5, new Fetched(7, 9, List.of())).detail())
                .startsWith("partition 3 of logs.nginx starts at offset 7, after the wanted offset 5");
        assertThat(AnswerCheck.answer(KEY, 5, 5, new Fetched(0, 4, List.of())).failure())
                .isEqualTo(Failure.LOG_TRUNCATED);
        assertThat(AnswerCheck.answer(KEY, 5, 5, new Fetched(0, 5, List.of()))).isNull();
    }
}
