package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.message.Described;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The balance sheet of a partition, in records. */
class PartitionBalanceTest {
    private static final UUID TOPIC = new UUID(1, 1);

    private static PartitionBalance balance(long next, long later, long gap, long start, long end) {
        return new PartitionBalance(
                new PartitionBalance.Stored("nginx", "logs.nginx", 0, TOPIC, next, later, gap),
                new Described.Topic("nginx", "logs.nginx", TOPIC, List.of(new Described.Partition(0, start, end))));
    }

    @Test
    void storedAndAcknowledgedGapAndStillInKafkaAreTheLogsEnd() {
        PartitionBalance balance = balance(100, 100, 7, 40, 120);

        assertThat(balance.isEven()).isTrue();
        assertThat(balance.json().getLong("stored")).isEqualTo(93);
        assertThat(balance.json().getLong("gap")).isEqualTo(7);
        assertThat(balance.json().getLong("inKafka")).isEqualTo(20);
        assertThat(balance.json().getLong("logEnd")).isEqualTo(120);
    }

    @Test
    void recordsThatWentBeforeTheyWereStoredAreNamed() {
        assertThat(balance(100, 100, 0, 130, 150).problem())
                .isEqualTo("offsets 100 to 129 are gone from Kafka and were never stored");
    }

    @Test
    void recordsThatWereStoredAndDeletedWhileItLookedAreNoProblem() {
        assertThat(balance(100, 150, 0, 130, 160).isEven()).isTrue();
    }

    @Test
    void aLogThatWasCutBelowWhatIsStoredIsNamed() {
        assertThat(balance(100, 100, 0, 0, 90).problem()).contains("offsets 90 to 99 were cut off");
    }

    @Test
    void anotherTopicOfTheSameNameIsNamed() {
        PartitionBalance balance = new PartitionBalance(
                new PartitionBalance.Stored("nginx", "logs.nginx", 0, new UUID(2, 2), 5, 5, 0),
                new Described.Topic("nginx", "logs.nginx", TOPIC, List.of(new Described.Partition(0, 0, 9))));

        assertThat(balance.problem()).contains("made again", TOPIC.toString());
    }

    @Test
    void withoutKafkaItSaysThatItDoesNotKnow() {
        PartitionBalance balance =
                new PartitionBalance(new PartitionBalance.Stored("nginx", "logs.nginx", 0, TOPIC, 5, 5, 0), null);

        assertThat(balance.isEven()).isFalse();
        assertThat(balance.json().getLong("stored")).isEqualTo(5);
        assertThat(balance.json().getValue("logEnd")).isNull();
    }
}
