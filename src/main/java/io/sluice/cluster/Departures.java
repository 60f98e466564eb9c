package io.sluice.cluster;

import io.sluice.config.Role;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who ran a role last before it was missing, and when that was noticed. For the node's context. */
final class Departures {
    private final Map<Role, Departure> last = new EnumMap<>(Role.class);

    /** A node that is gone, and the reading of {@link System#nanoTime()} when it was noticed. */
    record Departure(String node, long nanos) {
        /** For the figures: how long it has been gone now. */
        ClusterMeters.Lost until(long now) {
            return new ClusterMeters.Lost(node, now - nanos);
        }
    }

    void missed(Announcement gone) {
        Departure departure = new Departure(gone.node(), System.nanoTime());
        gone.running().forEach(role -> last.put(role, departure));
    }

    /** Null where nobody is known to have run it. */
    @Nullable
    Departure of(Role role) {
        return last.get(role);
    }
}
