package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.SluiceException;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    private static final int PLENTY = 1 << 20;

    private final Prefetch prefetch = new Prefetch("logs.x-0", 10, 2_000);

    @Test
    void nothingGoesOutBeforeALookThatBeganAfterItsPoll() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 2);
        prefetch.clear(1);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).extracting(FetchedRecord::offset).containsExactly(10L);
        assertThat(prefetch.awaitsLook()).isTrue();
    }

    @Test
    void noMoreBytesGoOutThanWereAskedForButOneRecordAtLeast() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 1);
        prefetch.add(record(12), 1);
        prefetch.clear(1);

        var first = prefetch.take(10, 1);
        var others = prefetch.take(11, 200);

        assertThat(first).hasSize(1);
        assertThat(others).hasSize(2);
    }

    @Test
    void aHoleIsToldAfterTheRecordsBeforeItWithWhereTheLogGoesOn() {
        prefetch.add(record(10), 1);
        prefetch.add(record(14), 1);
        prefetch.add(record(15), 1);
        prefetch.clear(1);
        assertThat(prefetch.goesOn()).isEqualTo(Fetched.NO_HOLE);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).hasSize(1);
        assertThat(prefetch.take(11, PLENTY)).isEmpty();
        assertThat(prefetch.goesOn()).isEqualTo(14);
        assertThat(prefetch.isFull()).isTrue();
    }

    @Test
    void aHoleAtTheEndOfTheLogIsToldOnceALookHasShownThatItIsTheSameTopic() {
        prefetch.add(record(10), 1);
        prefetch.clear(1);
        prefetch.take(10, PLENTY);

        prefetch.reached(12, 2);

        assertThat(prefetch.goesOn()).isEqualTo(Fetched.NO_HOLE);
        assertThat(prefetch.awaitsLook()).isTrue();
        prefetch.clear(2);
        assertThat(prefetch.goesOn()).isEqualTo(12);
    }

    @Test
    void aRecordAtAnOffsetThatWasReadAlreadyIsToldToo() {
        prefetch.add(record(10), 1);
        prefetch.add(record(9), 1);
        prefetch.clear(1);
        prefetch.take(10, PLENTY);

        assertThatThrownBy(() -> prefetch.take(11, PLENTY)).isInstanceOf(SluiceException.class);
    }

    @Test
    void itIsFullAtItsLimitAndHasRoomAgainWhenRecordsWentOut() {
        for (long offset = 10; !prefetch.isFull(); offset++) {
            prefetch.add(record(offset), 1);
        }
        prefetch.clear(1);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).hasSizeBetween(5, 10);
        assertThat(prefetch.isFull()).isFalse();
    }

    @Test
    void itCoversWhatItHoldsAndWhatComesNext() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 1);

        assertThat(prefetch.covers(9)).isFalse();
        assertThat(prefetch.covers(10)).isTrue();
        assertThat(prefetch.covers(12)).isTrue();
        assertThat(prefetch.covers(13)).isFalse();
    }

    @Test
    void askedForALaterOffsetItDropsWhatIsBefore() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 1);
        prefetch.clear(1);

        var taken = prefetch.take(11, PLENTY);

        assertThat(taken).extracting(FetchedRecord::offset).containsExactly(11L);
        assertThat(prefetch.covers(10)).isFalse();
    }

    private static FetchedRecord record(long offset) {
        return new FetchedRecord(offset, 0, 0, "c", "v", 1, null, null, Buffer.buffer("x".repeat(100)));
    }
}
