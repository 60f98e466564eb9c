package io.sluice.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who should own what: each live node its fair share, claimed only from the dead or from nobody, and what is more given
 * up. Every node decides for itself from the same rows; the compare-and-set of the claim settles the rest.
 */
final class Assignment {
    /** A partition's row as it was read. */
    record Seen(
            PartitionKey key,
            String stream,
            long epoch,
            @Nullable String owner,
            boolean ownerLives) {}

    /**
     * What to do now.
     *
     * @param claim  free partitions to claim, in this order
     * @param giveUp own ones that are more than the share
     * @param lost   own ones that somebody else has claimed
     * @param stray  ones that the table calls this node's and that it doesn't read, as after a giving back that failed:
     *               to be given back, or nobody would ever claim them
     */
    record Decision(List<Seen> claim, List<PartitionKey> giveUp, List<PartitionKey> lost, List<Seen> stray) {}

    private Assignment() {}

    /**
     * @param me   this node's name
     * @param live the names of the live leases
     * @param seen every partition of this node's streams
     * @param mine what this node believes to own, with the epoch by its claim
     */
    static Decision decide(String me, Set<String> live, List<Seen> seen, Map<PartitionKey, Long> mine) {
        TreeSet<String> nodes = new TreeSet<>(live);
        nodes.add(me);
        int rank = nodes.headSet(me).size();
        int share = seen.size() / nodes.size() + (rank < seen.size() % nodes.size() ? 1 : 0);
        List<Seen> free = new ArrayList<>();
        List<PartitionKey> held = new ArrayList<>();
        List<PartitionKey> lost = new ArrayList<>();
        for (Seen partition : seen) {
            Long epoch = mine.get(partition.key());
            if (epoch != null) {
                boolean still = epoch == partition.epoch() && me.equals(partition.owner());
                (still ? held : lost).add(partition.key());
            } else if (isFree(partition, me)) {
                free.add(partition);
            }
        }
        // Nodes begin at different places, so that they seldom reach for the same partition.
        Collections.rotate(free, -(free.size() * rank / nodes.size()));
        int claimed = Math.max(0, Math.min(free.size(), share - held.size()));
        List<Seen> claim = free.subList(0, claimed);
        List<Seen> stray = free.subList(claimed, free.size()).stream()
                .filter(partition -> me.equals(partition.owner()))
                .toList();
        List<PartitionKey> giveUp = held.subList(Math.min(held.size(), share), held.size());
        return new Decision(List.copyOf(claim), List.copyOf(giveUp), List.copyOf(lost), stray);
    }

    private static boolean isFree(Seen partition, String me) {
        return partition.owner() == null
                || !partition.ownerLives()
                || partition.owner().equals(me);
    }
}
