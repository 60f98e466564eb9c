package io.sluice.cluster;

import io.sluice.config.Module;
import io.sluice.config.Role;
import io.sluice.config.SluiceConfig;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one verticle that is deployed by name, one a JVM. It reads its configuration (an operator's settings over the
 * defaults in mod.json) and deploys the stages of this node's roles: the sink first, so that no event finds the next
 * stage missing, and stops them from the source on. Its start fails with every problem of the configuration together;
 * a server that is away is no reason to fail.
 */
public final class RootVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RootVerticle.class);
    private static final int NODE_SUFFIX_BYTES = 4;

    private final Module module = Module.ofThisJar();
    private final Health health = new Health();

    @Override
    public Future<?> start() {
        String node = nodeName();
        return vertx.executeBlocking(() -> NodePlan.of("configuration", config()))
                .compose(plan -> deploy(plan, node))
                .onSuccess(ignored -> LOG.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("version", module.version())
                        .log("node started"));
    }

    private Future<?> deploy(NodePlan plan, String node) {
        return deployInOrder(deployments(plan.config(), new Stages(plan, node, Registry.of(vertx), health)));
    }

    /** In the order in which they start. */
    private List<Deployment> deployments(SluiceConfig config, Stages stages) {
        StopOrder order = new StopOrder(config.shutdown().timeout());
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(new Deployment(
                1, order.next(() -> new Farewell(health, config.shutdown().notReady()))));
        Supplier<Deployable> audit = stages.audit();
        if (audit != null) {
            deployments.add(new Deployment(1, order.next(audit)));
        }
        for (Role role : module.deploys()) {
            if (config.roles().contains(role)) {
                int instances = stages.instances(role);
                deployments.add(new Deployment(instances, order.next(stages.of(role))));
            }
        }
        deployments.add(new Deployment(1, order.next(stages.management())));
        Collections.reverse(deployments);
        return deployments;
    }

    private Future<?> deployInOrder(List<Deployment> deployments) {
        Future<?> chain = Future.succeededFuture();
        for (Deployment deployment : deployments) {
            chain = chain.compose(ignored -> vertx.deployVerticle(
                    deployment.verticle(), new DeploymentOptions().setInstances(deployment.instances())));
        }
        return chain;
    }

    private record Deployment(int instances, Supplier<Deployable> verticle) {}

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
