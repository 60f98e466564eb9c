package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.support.FakeBridge;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static Batch batch(long appendTime, String... events) {
        return new Batch(
                new PartitionKey("logs.nginx", 0),
                Scenario.STREAMS.find("nginx"),
                new UUID(1, 1),
                1,
                0,
                List.of(FakeBridge.record(appendTime, "web", events)));
    }

    @Test
    void whatNobodyHasReadIsEstimatedFromWhatWasStored() {
        Progress progress = new Progress(0);
        progress.stored(batch(1_000, "{\"a\":1}", "{\"b\":2}"), 0, 1);

        assertThat(progress.events(10)).isEqualTo(20);
        assertThat(progress.bytes(10)).isEqualTo(150);
    }

    @Test
    void theAgeIsThatOfTheNextRecordToStore() {
        Progress progress = new Progress(0);
        progress.read(batch(1_000, "{}"));
        assertThat(progress.age(1, 61_000)).isEqualTo(60);

        progress.stored(batch(1_000, "{}"), 31_000, 1);

        assertThat(progress.age(1, 61_000)).isEqualTo(30);
        assertThat(progress.age(0, 61_000)).isZero();
    }

    @Test
    void theTimeToDrainFollowsFromTheRateOfStoring() {
        Progress progress = new Progress(0);
        assertThat(progress.secondsToDrain(100)).isInfinite();
        for (int i = 1; i <= 40; i++) {
            for (int n = 0; n < 10; n++) {
                progress.stored(batch(1_000, "{}"), 0, i * SECOND);
            }
            progress.look(false, i * SECOND);
        }

        assertThat(progress.secondsToDrain(100)).isCloseTo(10, within(0.01));
        assertThat(progress.secondsToDrain(0)).isZero();
    }

    @Test
    void itStandsFromTheLastBatchOnUnlessItMay() {
        Progress progress = new Progress(0);
        progress.stored(batch(1_000, "{}"), 0, SECOND);
        progress.look(false, 4 * SECOND);
        assertThat(progress.stands(5 * SECOND)).isEqualTo(Duration.ofSeconds(4));

        progress.look(true, 5 * SECOND);

        assertThat(progress.stands(6 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    }
}
