package io.sluice.cluster;

import io.sluice.config.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The roles of this node: each runs while anybody claims it, and once, however many claim it. High availability may
 * deploy the root verticle of a dead node here twice, or where its roles run already: that is only one claim more.
 * Thread-safe; everything happens on the node's context, one step after the other.
 */
final class RoleHost implements Shareable {
    private static final String MAP = "sluice.node";
    private static final String KEY = "roles";

    private final Context context;
    private final Farewell farewell;
    private final Set<Role> own;
    private final Map<Role, RoleRun> runs = new EnumMap<>(Role.class);
    private final Map<String, Set<Role>> claims = new HashMap<>();

    private final AtomicBoolean first = new AtomicBoolean();
    private Runnable changed = () -> {};
    private Consumer<Set<Role>> moved = roles -> {};

    /**
     * @param farewell is said before the last role stops
     * @param own      roles that run here whatever others do
     * @param can      roles that this node's conf suffices for
     * @param runs     makes what runs a role, which tells its changes
     */
    RoleHost(
            Context context,
            Farewell farewell,
            Set<Role> own,
            Collection<Role> can,
            BiFunction<Role, Runnable, RoleRun> runs) {
        this.context = context;
        this.farewell = farewell;
        this.own = own;
        this.first.set(!own.isEmpty());
        can.forEach(role -> this.runs.put(role, runs.apply(role, () -> changed.run())));
    }

    /**
     * Before the first claim.
     *
     * @param onChange hears that a role has started, stopped or failed
     * @param onMoved  decides about roles of another node that high availability has moved here
     */
    void listen(Runnable onChange, Consumer<Set<Role>> onMoved) {
        changed = onChange;
        moved = onMoved;
    }

    /** The one of this Vert.x, or null where no node has been started. */
    static @Nullable RoleHost of(Vertx vertx) {
        return vertx.sharedData().<String, RoleHost>getLocalMap(MAP).get(KEY);
    }

    void publish(Vertx vertx) {
        vertx.sharedData().<String, RoleHost>getLocalMap(MAP).put(KEY, this);
    }

    /** Whether nobody has claimed anything yet; true once. */
    boolean firstClaim() {
        return first.getAndSet(false);
    }

    /**
     * Of a root verticle: wants roles to run here. The node's own are started, the sink first; what runs stays as it is. The
     * others were moved here from another node: whether they run here is decided by who is there to run them.
     *
     * @param holder gives the claim up by this name
     * @return the end of the first attempt, failed if any role failed; a role that failed is tried again all the same
     */
    Future<Void> claim(String holder, Collection<Role> roles) {
        return Turn.on(context, () -> {
            Set<Role> others = EnumSet.noneOf(Role.class);
            others.addAll(roles);
            others.removeAll(own);
            others.retainAll(runs.keySet());
            if (!others.isEmpty()) {
                moved.accept(others);
            }
            Set<Role> mine = EnumSet.noneOf(Role.class);
            mine.addAll(roles);
            mine.retainAll(own);
            return hold(holder, mine);
        });
    }

    /** Wants exactly these under that name; on the node's context. */
    Future<Void> hold(String holder, Collection<Role> roles) {
        claims.put(holder, Set.copyOf(roles));
        return settle();
    }

    /** What nobody else claims is stopped, the source first; if that is all, the farewell is said before. */
    Future<Void> release(String holder) {
        return Turn.on(context, () -> {
            claims.remove(holder);
            return leave();
        });
    }

    /** All claims end: a node that drains runs nothing. On the node's context. */
    Future<Void> releaseAll() {
        claims.clear();
        return leave();
    }

    private Future<Void> leave() {
        return claimed().isEmpty() ? farewell.say().compose(said -> settle()) : settle();
    }

    /** On the node's context. */
    Set<Role> running() {
        Set<Role> running = EnumSet.noneOf(Role.class);
        runs.forEach((role, run) -> {
            if (run.state() == RoleRun.State.RUNNING) {
                running.add(role);
            }
        });
        return running;
    }

    /** What runs a role here; null for one that this node can't run. On the node's context. */
    @Nullable
    RoleRun run(Role role) {
        return runs.get(role);
    }

    /** Looks at each role that this node can run. On the node's context. */
    void each(BiConsumer<Role, RoleRun> look) {
        runs.forEach(look);
    }

    /** What should run here. On the node's context. */
    Set<Role> claimed() {
        Set<Role> claimed = EnumSet.noneOf(Role.class);
        claims.values().forEach(claimed::addAll);
        return claimed;
    }

    private Future<Void> settle() {
        Set<Role> claimed = claimed();
        Future<Void> chain = claimed.isEmpty() ? Future.succeededFuture() : farewell.takeBack();
        for (Role role : runs.keySet()) {
            if (!claimed.contains(role)) {
                chain = then(chain, () -> claimed().contains(role) ? Future.succeededFuture() : stop(role));
            }
        }
        for (Role role : inOrder(claimed)) {
            chain = then(chain, () -> claimed().contains(role) ? start(role) : Future.succeededFuture());
        }
        return chain;
    }

    /** The sink first, and what only looks on when events can pass. */
    private static List<Role> inOrder(Set<Role> roles) {
        Comparator<Role> onTheRouteFirst = Comparator.comparing(role -> !role.isOnTheRoute());
        return roles.stream()
                .sorted(onTheRouteFirst.thenComparing(Comparator.reverseOrder()))
                .toList();
    }

    /** The next step, also after one that failed; the first failure is the whole's. */
    private static Future<Void> then(Future<Void> before, Supplier<Future<Void>> step) {
        return before.transform(first -> step.get()
                .transform(second -> first.failed()
                        ? before
                        : second.failed() ? Future.failedFuture(second.cause()) : Future.succeededFuture()));
    }

    private Future<Void> start(Role role) {
        return Objects.requireNonNull(runs.get(role)).start();
    }

    private Future<Void> stop(Role role) {
        return Objects.requireNonNull(runs.get(role)).stop();
    }
}
