package io.sluice.cluster;

import io.sluice.config.Role;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is deployed by name, and what high availability moves: nothing but a wish for roles. Ports, paths and secrets are
 * those of the node where it starts; roles that run there already are not started again.
 *
 * <p>Deployed where no node has been started, by {@code vertx.deployVerticle("mod:.", …)}, it takes its config for a
 * node's settings and starts that node first.
 */
public final class RootVerticle extends VerticleBase {
    /** The key of the role names in the config of a root verticle on a node. */
    static final String ROLES = "roles";

    private static final Logger LOG = LoggerFactory.getLogger(RootVerticle.class);

    private @Nullable RoleHost host;

    @Override
    public Future<?> start() {
        RoleHost here = RoleHost.of(vertx);
        return here == null ? vertx.deployVerticle(new NodeVerticle(config(), NodePlace.ALONE)) : claim(here);
    }

    /** The first one of a node fails with its roles, so that whoever starts the node hears of it; others are tried again. */
    private Future<?> claim(RoleHost here) {
        boolean first = here.firstClaim();
        host = here;
        Future<Void> claimed = here.claim(deploymentID(), roles(config()));
        return first
                ? claimed
                : claimed.otherwise(failure -> {
                    LOG.atWarn().setCause(failure).log("a role that was moved here doesn't run yet");
                    return null;
                });
    }

    private static List<Role> roles(JsonObject config) {
        List<Role> roles = new ArrayList<>();
        JsonArray names = config.getJsonArray(ROLES, new JsonArray());
        for (Role role : Role.values()) {
            if (names.contains(role.text())) {
                roles.add(role);
            }
        }
        return roles;
    }

    @Override
    public Future<?> stop() {
        return host == null ? Future.succeededFuture() : host.release(deploymentID());
    }
}
