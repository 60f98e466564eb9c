package io.sluice.cluster;

import io.sluice.config.ClusterConfig;
import io.sluice.config.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the wanted roles covered: tells the others each second what runs here, listens to what they tell, and starts here
 * what falls below its minimum, or gives it back. It mends what Vert.x's high availability loses, and needs no leader.
 * Belongs to the node's context.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    /** For nodes that have fallen silent: so often between two announcements. */
    private static final int LOOKS = 4;

    private final Vertx vertx;
    private final Context context;
    private final String node;
    private final String version;
    private final NodePlace place;
    private final ClusterConfig config;
    private final Set<Role> own;
    private final RoleHost host;
    private final Neighbours neighbours;
    private final ClusterMeters meters;
    private final RoleHealth health;
    private final WireChoice wire;
    private final long begun = System.nanoTime();
    private final Set<Role> givenUp = EnumSet.noneOf(Role.class);
    private final Departures departures = new Departures();
    private final StandIns standIns;
    private Announcement.State state = Announcement.State.RUNNING;

    Keeper(
            Context context,
            String node,
            String version,
            NodePlace place,
            ClusterConfig config,
            Set<Role> own,
            RoleHost host,
            ClusterMeters meters,
            RoleHealth health,
            WireChoice wire) {
        this.vertx = context.owner();
        this.context = context;
        this.node = node;
        this.version = version;
        this.place = place;
        this.config = config;
        this.own = own;
        this.host = host;
        this.meters = meters;
        this.health = health;
        this.wire = wire;
        this.neighbours = new Neighbours(config.silence());
        this.standIns = new StandIns(host, departures, meters);
    }

    /** Completed once this node hears the others. */
    Future<Void> start() {
        place.membership()
                .listen(
                        member -> context.runOnContext(turn -> neighbours.memberCame(member)),
                        member -> context.runOnContext(
                                turn -> lost(neighbours.memberLeft(member, System.nanoTime()), "the cluster lost it")));
        Future<Void> listening = vertx.eventBus()
                .<JsonObject>consumer(Announcement.ADDRESS, message -> hear(message.body()))
                .completion();
        vertx.setPeriodic(config.announce().toMillis(), tick -> turn());
        vertx.setPeriodic(
                config.announce().dividedBy(LOOKS).toMillis(),
                tick -> lost(neighbours.silent(System.nanoTime()), "it isn't heard any more"));
        return listening.onSuccess(done -> turn());
    }

    /** Something has changed here that the others should know at once. */
    void changed() {
        host.each((role, run) -> {
            health.tell(role, run, givenUp.contains(role));
            if (run.state() == RoleRun.State.RUNNING) {
                standIns.runs(role);
            }
        });
        if (state != Announcement.State.LEAVING) {
            announce();
        }
    }

    /** The others stand in from here on. From any thread. */
    void leave() {
        context.runOnContext(turn -> {
            if (state == Announcement.State.RUNNING) {
                state = Announcement.State.LEAVING;
                announce();
            }
        });
    }

    /** Takes part again, after {@link #leave} or {@link #drain}. From any thread. */
    void comeBack() {
        context.runOnContext(turn -> {
            state = Announcement.State.RUNNING;
            announce();
        });
    }

    /** No role of this node counts any more; it takes none. */
    void drain() {
        state = Announcement.State.DRAINING;
        announce();
    }

    boolean isDraining() {
        return state == Announcement.State.DRAINING;
    }

    /** All nodes that are there, by name. */
    List<Announcement> nodes() {
        return neighbours.all();
    }

    /** The same without this one. */
    List<Announcement> others() {
        return nodes().stream().filter(each -> !each.node().equals(node)).toList();
    }

    /** How many nodes must run a role at least. */
    Map<Role, Integer> wanted() {
        Map<Role, Integer> wanted = neighbours.wanted();
        own.forEach(role -> wanted.merge(role, 1, Math::max));
        wanted.putAll(config.minimum());
        return wanted;
    }

    private Set<Role> can() {
        Set<Role> can = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            RoleRun run = host.run(role);
            if (run != null && run.state() != RoleRun.State.PAUSING && !givenUp.contains(role)) {
                can.add(role);
            }
        }
        return can;
    }

    private Announcement own() {
        return new Announcement(
                node,
                place.membership().id(),
                place.group(),
                version,
                state,
                own,
                can(),
                host.running(),
                wanted(),
                wire.own());
    }

    private void announce() {
        vertx.eventBus().publish(Announcement.ADDRESS, own().json());
    }

    private void hear(JsonObject json) {
        try {
            Announcement announcement = Announcement.of(json);
            Neighbours.Change change = neighbours.hear(announcement, System.nanoTime());
            if (change == Neighbours.Change.JOINED) {
                meters.joined(announcement);
            } else if (change == Neighbours.Change.LEFT) {
                leftInOrder(announcement);
            }
            if (change != Neighbours.Change.NONE) {
                wire.settle(nodes(), hasListened());
                decide();
            }
        } catch (RuntimeException unreadable) {
            LOG.atWarn().addKeyValue("reason", unreadable.getMessage()).log("an announcement can't be read");
        }
    }

    /** Nobody has to be told that this node itself ends. */
    private void leftInOrder(Announcement announcement) {
        if (!announcement.node().equals(node)) {
            meters.left(announcement);
            departures.missed(announcement);
        }
    }

    private void lost(List<Announcement> gone, String why) {
        gone.forEach(announcement -> {
            meters.lost(announcement, why);
            departures.missed(announcement);
        });
        if (!gone.isEmpty()) {
            decide();
        }
    }

    /** Each second. */
    private void turn() {
        if (state == Announcement.State.LEAVING) {
            return;
        }
        announce();
        wire.settle(nodes(), hasListened());
        decide();
        giveUpOrTryAgain();
        meters.seen(nodes(), wanted(), hasListened());
    }

    private void decide() {
        if (state != Announcement.State.RUNNING || !hasListened()) {
            return;
        }
        if (!hasQuorum()) {
            standIns.giveAllBack("there is no quorum");
            return;
        }
        Cover.Steps steps = Cover.steps(node, nodes(), wanted());
        standIns.take(steps.take());
        standIns.giveBack(steps.giveBack(), "others run it");
    }

    /** Before, a node that is there may only not have been heard yet. */
    private boolean hasListened() {
        return System.nanoTime() - begun > config.silence().toNanos();
    }

    private boolean hasQuorum() {
        return place.quorum() <= 1
                || nodes().stream()
                                .filter(each -> each.group().equals(place.group()))
                                .count()
                        >= place.quorum();
    }

    /** High availability has moved roles here; where enough nodes run one already, it is given back in a moment. */
    void moved(Set<Role> roles) {
        standIns.take(roles);
    }

    /** A role that fails again and again is left to another node, as long as there is one. */
    private void giveUpOrTryAgain() {
        for (Role role : host.claimed()) {
            RoleRun run = host.run(role);
            if (run == null) {
                continue;
            }
            boolean others = others().stream().anyMatch(each -> each.serves(role));
            if (run.failures() >= config.restarts() && run.state() == RoleRun.State.PAUSING && others) {
                givenUp.add(role);
                run.stop().onComplete(stopped -> changed());
                meters.gaveUp(role, run.failures());
            } else if (givenUp.contains(role) && !others) {
                givenUp.remove(role);
                run.start();
            }
        }
    }
}
