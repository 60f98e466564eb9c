package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Described;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GapTest {
    private static final UUID ID = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);
    private static final Gap.PartitionState STORED_TO_10 =
            new Gap.PartitionState(new PartitionKey("logs.nginx", 3), "nginx", ID, 10, 4, 7, null);

    private static Described.Topic topic(UUID id, long start, long end) {
        return new Described.Topic(
                "nginx",
                "logs.nginx",
                id,
                List.of(new Described.Partition(2, 99, 99), new Described.Partition(3, start, end)));
    }

    @Test
    void aLogThatHoldsTheNextRecordOrEndsThereHasNoGap() {
        assertThat(Gap.of(STORED_TO_10, topic(ID, 10, 10))).isNull();
        assertThat(Gap.of(STORED_TO_10, topic(ID, 0, 12))).isNull();
    }

    @Test
    void whatIsBelowTheStartOfTheLogHasVanished() {
        Gap gap = Gap.of(STORED_TO_10, topic(ID, 15, 20));

        assertThat(gap).isEqualTo(new Gap(Gap.Kind.VANISHED, STORED_TO_10, 10, 14L, ID, 15));
        assertThat(gap.records()).isEqualTo(5);
        assertThat(gap.text())
                .startsWith("partition 3 of logs.nginx (topic id " + ID
                        + "): Kafka deleted the offsets 10 to 14 (5 records) before they were stored");
    }

    @Test
    void anotherTopicBeginsAnewWhateverItHolds() {
        Gap gap = Gap.of(STORED_TO_10, topic(OTHER, 15, 20));

        assertThat(gap).isEqualTo(new Gap(Gap.Kind.RECREATED, STORED_TO_10, 10, null, OTHER, 0));
        assertThat(gap.records()).isZero();
    }

    @Test
    void aLogThatEndsBeforeWhatIsStoredWasTruncated() {
        assertThat(Gap.of(STORED_TO_10, topic(ID, 0, 9)).kind()).isEqualTo(Gap.Kind.TRUNCATED);
    }
}
