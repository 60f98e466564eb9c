package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.database.Assignment.Decision;
import io.sluice.database.Assignment.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static PartitionKey key(int partition) {
        return new PartitionKey("logs.nginx", partition);
    }

    private static Seen free(int partition) {
        return new Seen(key(partition), "nginx", 1, null, false);
    }

    private static Seen owned(int partition, String owner, boolean lives) {
        return new Seen(key(partition), "nginx", 1, owner, lives);
    }

    @Test
    void aNodeAloneClaimsEverything() {
        Decision decision = Assignment.decide("a", Set.of("a"), List.of(free(0), free(1), free(2)), Map.of());

        assertThat(decision.claim()).hasSize(3);
    }

    @Test
    void nobodyClaimsFromALiveOwner() {
        List<Seen> seen = List.of(owned(0, "b", true), owned(1, "b", false), owned(2, "a", true));

        Decision decision = Assignment.decide("a", Set.of("a"), seen, Map.of());

        assertThat(decision.claim()).extracting(Seen::key).containsExactly(key(1), key(2));
    }

    @Test
    void whatIsMoreThanTheShareIsGivenUp() {
        List<Seen> seen =
                IntStream.range(0, 5).mapToObj(i -> owned(i, "b", true)).toList();
        Map<PartitionKey, Long> mine = new TreeMap<>();
        seen.forEach(partition -> mine.put(partition.key(), 1L));

        Decision decision = Assignment.decide("b", Set.of("a", "b"), seen, mine);

        assertThat(decision.giveUp()).containsExactly(key(2), key(3), key(4));
        assertThat(decision.claim()).isEmpty();
    }

    @Test
    void theSharesOfAllNodesAddUpToAllPartitions() {
        for (int partitions = 0; partitions < 9; partitions++) {
            List<Seen> seen = IntStream.range(0, partitions)
                    .mapToObj(AssignmentTest::free)
                    .toList();
            Set<String> nodes = Set.of("a", "b", "c", "d");

            int claimed = nodes.stream()
                    .mapToInt(node -> Assignment.decide(node, nodes, seen, Map.of())
                            .claim()
                            .size())
                    .sum();

            assertThat(claimed).isEqualTo(partitions);
        }
    }

    @Test
    void aPartitionWhoseEpochWentOnIsLost() {
        Decision decision = Assignment.decide("a", Set.of("a", "b"), List.of(owned(0, "b", true)), Map.of(key(0), 0L));

        assertThat(decision.lost()).containsExactly(key(0));
    }

    @Test
    void aPartitionThatCouldNotBeGivenBackIsGivenBackLater() {
        List<Seen> seen = List.of(owned(0, "a", true), owned(1, "a", true));

        Decision decision = Assignment.decide("a", Set.of("a", "b"), seen, Map.of(key(0), 1L));

        assertThat(decision.stray()).extracting(Seen::key).containsExactly(key(1));
    }

    @Test
    void anEpochThatAnOlderCopyGivesToAnotherOwnerIsNotHeld() {
        Decision decision = Assignment.decide("a", Set.of("a", "b"), List.of(owned(0, "b", true)), Map.of(key(0), 1L));

        assertThat(decision.lost()).containsExactly(key(0));
    }
}
