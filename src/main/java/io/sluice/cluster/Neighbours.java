package io.sluice.cluster;

import io.sluice.config.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The nodes of the cluster as their announcements show them, this one among them. A node is gone when the cluster says
 * that its member left, when it said so itself, or after a time of silence. Not thread-safe: belongs to one context.
 */
final class Neighbours {
    private record Heard(Announcement announcement, long nanos) {}

    /** What an announcement changed. */
    enum Change {
        JOINED,
        LEFT,
        NONE
    }

    private final Duration silence;
    private final Map<String, Heard> heard = new HashMap<>();
    /** Members that the cluster has told to be gone, and when: what is still on its way from them counts no more. */
    private final Map<String, Long> gone = new HashMap<>();

    private final Map<Role, Integer> wanted = new EnumMap<>(Role.class);

    Neighbours(Duration silence) {
        this.silence = silence;
    }

    /** Takes in what a node says, at a time of {@code System.nanoTime}. */
    Change hear(Announcement announcement, long now) {
        if (isGone(announcement.member(), now)) {
            return Change.NONE;
        }
        announcement.wanted().forEach((role, least) -> wanted.merge(role, least, Math::max));
        if (announcement.state() == Announcement.State.LEAVING) {
            return heard.remove(announcement.node()) == null ? Change.NONE : Change.LEFT;
        }
        return heard.put(announcement.node(), new Heard(announcement, now)) == null ? Change.JOINED : Change.NONE;
    }

    /** What is heard for so long after a member has left was sent afterwards: it is there, whatever the cluster says. */
    private boolean isGone(String member, long now) {
        Long since = gone.get(member);
        if (since == null || now - since <= 2 * silence.toNanos()) {
            return since != null;
        }
        gone.remove(member);
        return false;
    }

    /** The cluster says that a member is there (again, after a split was healed). */
    void memberCame(String member) {
        gone.remove(member);
    }

    /** The cluster says that a member left; what its nodes said last. */
    List<Announcement> memberLeft(String member, long now) {
        gone.put(member, now);
        return remove(each -> each.announcement().member().equals(member));
    }

    /** The nodes that haven't been heard for too long, which are forgotten by that; what they said last. */
    List<Announcement> silent(long now) {
        return remove(each -> now - each.nanos() > silence.toNanos());
    }

    private List<Announcement> remove(Predicate<Heard> which) {
        List<Announcement> removed = new ArrayList<>();
        heard.values().removeIf(each -> {
            boolean is = which.test(each);
            if (is) {
                removed.add(each.announcement());
            }
            return is;
        });
        return removed;
    }

    /** All that are there, by name. */
    List<Announcement> all() {
        return heard.values().stream()
                .map(Heard::announcement)
                .sorted(Comparator.comparing(Announcement::node))
                .toList();
    }

    /** The largest minimum that any node ever told for a role since this one listens. */
    Map<Role, Integer> wanted() {
        return new EnumMap<>(wanted);
    }
}
