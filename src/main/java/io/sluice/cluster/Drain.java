package io.sluice.cluster;

import io.sluice.config.Role;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a node out of service while it lives: its roles count no more, so that others start them; when they run there, or
 * nobody comes, they stop here, in order. Belongs to the node's context.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    /** Of the claim on this node's own roles once it has come back. */
    private static final String HOLDER = "back from draining";

    private static final long LOOK_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Context context;
    private final Keeper keeper;
    private final RoleHost host;
    private final Set<Role> own;

    Drain(Context context, Keeper keeper, RoleHost host, Set<Role> own) {
        this.context = context;
        this.keeper = keeper;
        this.host = host;
        this.own = own;
    }

    /** Completed when nothing runs here any more. Asking again is harmless. */
    Future<Void> begin() {
        keeper.drain();
        Promise<Void> covered = Promise.promise();
        await(covered, System.nanoTime() + PATIENCE.toNanos());
        return covered.future().compose(done -> host.releaseAll());
    }

    private void await(Promise<Void> covered, long until) {
        if (!keeper.isDraining()) {
            covered.fail(new SluiceException(Failure.SUPERSEDED, "the node was told to stay"));
            return;
        }
        List<Announcement> nodes = keeper.others();
        Map<Role, Integer> wanted = keeper.wanted();
        wanted.keySet().retainAll(host.running());
        List<Role> uncovered = Cover.uncovered(nodes, wanted);
        if (uncovered.isEmpty() || System.nanoTime() > until) {
            if (!uncovered.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("roles", Role.names(uncovered))
                        .log("nobody stands in; they stop all the same");
            }
            covered.complete();
        } else {
            context.owner().setTimer(LOOK_MILLIS, tick -> await(covered, until));
        }
    }

    /** The node's own roles run here again; completed with the first attempt. */
    Future<Void> undo() {
        keeper.comeBack();
        return host.hold(HOLDER, own);
    }
}
