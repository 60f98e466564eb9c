package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Described;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdWindowTest {
    private static final UUID TOPIC = UUID.randomUUID();
    private static final long LOOKED_AT = 1_000_000_000;
    private static final long STORED_TO = 500_000_000;

    private final LogsSeen seen = new LogsSeen();
    private final IdWindow window = new IdWindow(Duration.ofMinutes(10), seen);

    private long storedTo(UUID topicId, long next, Long storedTo) {
        seen.saw(
                new Described(
                        "bridge",
                        List.of(new Described.Topic(
                                "orders", "logs.orders", TOPIC, List.of(new Described.Partition(0, 0, 7))))),
                LOOKED_AT);
        return window.storedTo(new IdWindow.Progress("orders", topicId, 0, next, storedTo));
    }

    @Test
    void aLogThatIsStoredToItsEndIsStoredUpToTheLookLessWhatClocksDiffer() {
        assertThat(storedTo(TOPIC, 7, STORED_TO)).isEqualTo(LOOKED_AT - 60_000);
        assertThat(storedTo(TOPIC, 9, STORED_TO)).isEqualTo(LOOKED_AT - 60_000);
    }

    @Test
    void aLogThatLagsIsStoredUpToItsLastStoredRecord() {
        assertThat(storedTo(TOPIC, 6, STORED_TO)).isEqualTo(STORED_TO);
    }

    @Test
    void aLogThatLagsAndOfWhichNothingIsStoredKeepsEveryId() {
        assertThat(storedTo(TOPIC, 0, null)).isZero();
    }

    @Test
    void aLogThatIsNotSeenCountsAsLagging() {
        assertThat(storedTo(UUID.randomUUID(), 7, STORED_TO)).isEqualTo(STORED_TO);
    }
}
