package io.sluice.cluster;

import io.sluice.config.Role;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who ran a role last before it was missing, and when that was noticed. For the node's context. */
final class Departures {
    private final Map<Role, Departure> last = new EnumMap<>(Role.class);

    /** A node that is gone, and the reading of {@link System#nanoTime()} when it was noticed. */
    private record Departure(String node, long nanos) {}

    void missed(Announcement gone) {
        Departure departure = new Departure(gone.node(), System.nanoTime());
        gone.running().forEach(role -> last.put(role, departure));
    }

    /** Its name, or "nobody". */
    String lastNode(Role role) {
        Departure departure = last.get(role);
        return departure == null ? "nobody" : departure.node();
    }

    /** The same with the time since then; null where nobody is known to have run it. */
    ClusterMeters.@Nullable Lost lost(Role role) {
        Departure departure = last.get(role);
        return departure == null
                ? null
                : new ClusterMeters.Lost(departure.node(), System.nanoTime() - departure.nanos());
    }
}
