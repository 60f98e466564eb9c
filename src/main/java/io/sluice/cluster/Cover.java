package io.sluice.cluster;

import io.sluice.config.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who stands in for whom, decided by each node for itself from what all of them say. Two nodes that see the same decide
 * the same; two that see different things may both start a role, which is harmless, and one gives it back later.
 */
final class Cover {
    private Cover() {}

    /** What a node should do, by role: start it for others, or give it back. */
    record Steps(Set<Role> take, Set<Role> giveBack) {}

    /**
     * @param me     this node's name
     * @param nodes  all nodes, this one among them
     * @param wanted how many nodes must run a role at least
     */
    static Steps steps(String me, List<Announcement> nodes, Map<Role, Integer> wanted) {
        Set<Role> take = EnumSet.noneOf(Role.class);
        Set<Role> giveBack = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            int least = wanted.getOrDefault(role, 0);
            long serving = nodes.stream().filter(node -> node.serves(role)).count();
            if (serving < least) {
                long missing = least - serving;
                if (candidates(nodes, role).stream().limit(missing).anyMatch(me::equals)) {
                    take.add(role);
                }
            } else if (standIns(nodes, role).stream().limit(serving - least).anyMatch(me::equals)) {
                giveBack.add(role);
            }
        }
        return new Steps(take, giveBack);
    }

    /** Who could run it and doesn't: spares first, then who runs least. */
    private static List<String> candidates(List<Announcement> nodes, Role role) {
        return nodes.stream()
                .filter(node -> node.state() == Announcement.State.RUNNING)
                .filter(node -> node.can().contains(role) && !node.running().contains(role))
                .sorted(Comparator.comparing((Announcement node) -> !node.own().isEmpty())
                        .thenComparing(node -> node.running().size())
                        .thenComparing(Announcement::node))
                .map(Announcement::node)
                .toList();
    }

    /** Who runs it for others and could leave it; the first one goes first. */
    private static List<String> standIns(List<Announcement> nodes, Role role) {
        return nodes.stream()
                .filter(node -> node.standsIn(role))
                .sorted(Comparator.comparing(Announcement::node).reversed())
                .map(Announcement::node)
                .toList();
    }

    /** Roles that too few nodes run, in route order. */
    static List<Role> uncovered(List<Announcement> nodes, Map<Role, Integer> wanted) {
        List<Role> uncovered = new ArrayList<>();
        for (Role role : Role.values()) {
            if (nodes.stream().filter(node -> node.serves(role)).count() < wanted.getOrDefault(role, 0)) {
                uncovered.add(role);
            }
        }
        return uncovered;
    }
}
