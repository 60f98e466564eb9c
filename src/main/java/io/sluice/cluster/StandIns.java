package io.sluice.cluster;

import io.sluice.config.Role;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The roles that run on this node for others, as long as too few nodes have them of their own. For the node's context. */
final class StandIns {
    private static final Logger LOG = LoggerFactory.getLogger(StandIns.class);
    /** Holds the claims on them. */
    private static final String HOLDER = "standing in";

    private final RoleHost host;
    private final Departures departures;
    private final ClusterMeters meters;
    private final Set<Role> held = EnumSet.noneOf(Role.class);
    /** Of those, the ones that don't run yet. */
    private final Set<Role> starting = EnumSet.noneOf(Role.class);

    StandIns(RoleHost host, Departures departures, ClusterMeters meters) {
        this.host = host;
        this.departures = departures;
        this.meters = meters;
    }

    /** Starts what isn't wanted here yet; all at once, so that the sink, which has to wait for its lease, is the first. */
    void take(Set<Role> roles) {
        Set<Role> fresh = EnumSet.noneOf(Role.class);
        fresh.addAll(roles);
        fresh.removeAll(host.claimed());
        if (fresh.isEmpty()) {
            return;
        }
        for (Role role : fresh) {
            LOG.atInfo()
                    .addKeyValue("role", role.text())
                    .addKeyValue("insteadOf", departures.lastNode(role))
                    .log("too few nodes run a role; it is started here");
        }
        held.addAll(fresh);
        starting.addAll(fresh);
        host.hold(HOLDER, held);
    }

    /** A role runs here: if it was taken over, that is done now. */
    void runs(Role role) {
        if (starting.remove(role)) {
            meters.tookOver(role, departures.lost(role));
        }
    }

    void giveBack(Set<Role> roles, String why) {
        for (Role role : roles) {
            if (held.remove(role)) {
                starting.remove(role);
                LOG.atInfo()
                        .addKeyValue("role", role.text())
                        .addKeyValue("reason", why)
                        .log("a role that ran here for others is given back");
                host.hold(HOLDER, held);
            }
        }
    }

    void giveAllBack(String why) {
        giveBack(EnumSet.copyOf(held), why);
    }
}
