package io.sluice.cluster;

import io.micrometer.core.instrument.Counter;
import io.sluice.config.Module;
import io.sluice.config.Role;
import io.sluice.config.SluiceConfig;
import io.sluice.message.WireVersion;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: everything that isn't moved when it dies. It reads this node's settings (an operator's over the defaults in
 * mod.json), opens the management port, hosts the roles, and keeps in touch with the other nodes. What high availability
 * moves is the {@link RootVerticle} that it deploys, which has nothing but role names. The start fails with every problem
 * of the configuration together; a server that is away is no reason to fail.
 */
public final class NodeVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVerticle.class);
    private static final int NODE_SUFFIX_BYTES = 4;
    private static final long SAFETY_CHECK_MILLIS = 500;
    private static final String CLUSTER = "cluster";
    private static final String ROLES = "roles";
    private static final String QUORUM = "quorum";

    private final Module module = Module.ofThisJar();
    private final JsonObject settings;
    private final NodePlace place;
    private final Health health = new Health();
    private final String node = nodeName();
    private @Nullable LoopWatch watch;
    private boolean isStopped;

    /**
     * A node that isn't started yet.
     *
     * @param settings an operator's; they stay on this node
     */
    public NodeVerticle(JsonObject settings, NodePlace place) {
        this.settings = settings;
        this.place = place;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> NodePlan.of("configuration", settings))
                .compose(this::start)
                .onSuccess(ignored -> LOG.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("version", module.version())
                        .log("node started"));
    }

    private Future<?> start(NodePlan plan) {
        SluiceConfig config = plan.config();
        Set<Role> own = place.isSpare() ? Set.of() : EnumSet.copyOf(config.roles());
        StopOrder order = new StopOrder(config.shutdown().timeout());
        Farewell farewell = new Farewell(vertx, health, config.shutdown().notReady());
        Stages stages = new Stages(plan, node, Registry.of(vertx));
        StopOrder.Stage first = order.next();
        RoleHost host = host(config, own, farewell, stages, order);
        Keeper keeper = new Keeper(
                context,
                node,
                module.version(),
                place,
                config.cluster(),
                own,
                host,
                new ClusterMeters(stages.telemetry()),
                new RoleHealth(health, config.cluster().restarts()),
                new WireChoice(WireVersion.of(vertx), config.cluster().wire(), health));
        host.listen(keeper::changed, keeper::moved);
        farewell.telling(keeper::leave, keeper::comeBack);
        host.publish(vertx);
        ClusterDesk desk = new ClusterDesk(context, node, keeper, new Drain(context, keeper, host, own));
        health.set(ROLES, Health.Status.DOWN, "this node's roles haven't started yet");
        return deploy(order.next().of(stages.management(health, desk)))
                .compose(id -> deploy(first.of(() -> farewell)))
                .compose(id -> desk.open())
                .compose(open -> keeper.start())
                .compose(started -> Pulse.start(
                        vertx,
                        stages.statistics(health, module.version()),
                        stages.telemetry().tap(),
                        host::running))
                .onSuccess(started -> waitUntilSafe())
                .compose(started -> deployRoot(own))
                .onSuccess(deployed -> health.remove(ROLES));
    }

    private RoleHost host(SluiceConfig config, Set<Role> own, Farewell farewell, Stages stages, StopOrder order) {
        Set<Role> can = EnumSet.copyOf(config.roles());
        can.addAll(config.cluster().standIn());
        Map<Role, StopOrder.Stage> places = new EnumMap<>(Role.class);
        module.deploys().forEach(role -> places.put(role, order.next()));
        LoopWatch loops = new LoopWatch(config.cluster().blocked());
        watch = loops;
        return new RoleHost(context, farewell, own, can, (role, changed) -> {
            StopOrder.Stage stage = Objects.requireNonNull(places.get(role));
            RoleWork work = new RoleWork(vertx, role, stages, health, stage, loops);
            Counter failures = stages.telemetry().counter(Metric.ROLE_FAILURES, role.text());
            Restarts restarts = new Restarts(config.cluster().restart());
            return new RoleRun(context, role, work, restarts, failures, changed);
        });
    }

    private Future<String> deploy(Supplier<Deployable> verticle) {
        return vertx.deployVerticle(verticle, new DeploymentOptions());
    }

    /** A member that is lost now may take with it what only it had: the registrations on the bus, and what runs where. */
    private void waitUntilSafe() {
        health.set(CLUSTER, Health.Status.DOWN, "the members' shared state isn't copied yet");
        vertx.executeBlocking(place.membership()::isSafe).onComplete(asked -> {
            if (asked.succeeded() && asked.result()) {
                health.remove(CLUSTER);
            } else if (!isStopped) {
                vertx.setTimer(SAFETY_CHECK_MILLIS, tick -> waitUntilSafe());
            }
        });
    }

    private Future<?> deployRoot(Set<Role> own) {
        if (place.isSpare()) {
            return Future.succeededFuture();
        }
        DeploymentOptions options = new DeploymentOptions()
                .setHa(place.isHa())
                .setConfig(new JsonObject().put(RootVerticle.ROLES, Announcement.names(own)));
        Future<String> deployed = vertx.deployVerticle(ModVerticleFactory.THIS_MODULE, options);
        if (place.quorum() <= 1) {
            return deployed;
        }
        health.set(QUORUM, Health.Status.DOWN, "waits until " + place.quorum() + " nodes of its group are there");
        deployed.onSuccess(id -> health.remove(QUORUM))
                .onFailure(cause -> LOG.atError().setCause(cause).log("the roles did not start"));
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        isStopped = true;
        LoopWatch loops = watch;
        if (loops != null) {
            loops.close();
        }
        return Future.succeededFuture();
    }

    /** The host's name for people, and a random end, since two nodes can run on one host. */
    private static String nodeName() {
        byte[] suffix = new byte[NODE_SUFFIX_BYTES];
        new SecureRandom().nextBytes(suffix);
        return hostName() + '-' + HexFormat.of().formatHex(suffix);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
