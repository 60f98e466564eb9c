package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.FetchedRecord;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    private static final int PLENTY = 1 << 20;

    private final Prefetch prefetch = new Prefetch("logs.x-0", 10, 2_000);

    @Test
    void nothing_goes_out_before_a_look_that_began_after_its_poll() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 2);
        prefetch.clear(1);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).extracting(FetchedRecord::offset).containsExactly(10L);
        assertThat(prefetch.awaitsLook()).isTrue();
    }

    @Test
    void no_more_bytes_go_out_than_were_asked_for_but_one_record_at_least() {
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
    void a_gap_is_told_after_the_records_before_it_with_its_range() {
        prefetch.add(record(10), 1);
        prefetch.add(record(14), 1);
        prefetch.add(record(15), 1);
        prefetch.clear(1);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).hasSize(1);
        assertThatThrownBy(() -> prefetch.take(11, PLENTY)).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.LOG_GAP);
            assertThat(e.detail()).contains("11 to 13");
        });
    }

    @Test
    void a_record_at_an_offset_that_was_read_already_is_told_too() {
        prefetch.add(record(10), 1);
        prefetch.add(record(9), 1);
        prefetch.clear(1);
        prefetch.take(10, PLENTY);

        assertThatThrownBy(() -> prefetch.take(11, PLENTY)).isInstanceOf(SluiceException.class);
    }

    @Test
    void it_is_full_at_its_limit_and_has_room_again_when_records_went_out() {
        for (long offset = 10; !prefetch.isFull(); offset++) {
            prefetch.add(record(offset), 1);
        }
        prefetch.clear(1);

        var taken = prefetch.take(10, PLENTY);

        assertThat(taken).hasSizeBetween(5, 10);
        assertThat(prefetch.isFull()).isFalse();
    }

    @Test
    void it_covers_what_it_holds_and_what_comes_next() {
        prefetch.add(record(10), 1);
        prefetch.add(record(11), 1);

        assertThat(prefetch.covers(9)).isFalse();
        assertThat(prefetch.covers(10)).isTrue();
        assertThat(prefetch.covers(12)).isTrue();
        assertThat(prefetch.covers(13)).isFalse();
    }

    @Test
    void asked_for_a_later_offset_it_drops_what_is_before() {
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
