package io.sluice.telemetry;

import io.sluice.failure.Failure;
import io.sluice.failure.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a role serves on the management port while it runs on this node, behind {@link Doorman} and {@link Guard}. The port
 * is the node's and stays; who moves in is asked for every path that the port doesn't serve itself. Thread-safe.
 */
public final class Annex implements Handler<RoutingContext> {
    /** What the port is to those who serve on it. */
    private record House(Context loop, AdminDesk desk, Guard guard) {}

    private volatile @Nullable House house;
    private volatile @Nullable Router tenant;

    /** The port is open. */
    void built(Context loop, AdminDesk desk, Guard guard) {
        house = new House(loop, desk, guard);
    }

    /** From here on {@code tenant} is asked, on {@link #loop}. */
    public void moveIn(Router tenant) {
        this.tenant = tenant;
    }

    /** From here on nobody is, if that was the one. */
    public void moveOut(Router tenant) {
        if (this.tenant == tenant) {
            this.tenant = null;
        }
    }

    /** Where every request and every connection of the port is served. Only while the port is open. */
    public Context loop() {
        return open().loop();
    }

    /** Who answers an operator's questions. Only while the port is open. */
    public AdminDesk desk() {
        return open().desk();
    }

    /**
     * Whose credentials these are, as the header Authorization has them; fails with UNAUTHORIZED. Only while the port is
     * open, on {@link #loop}.
     */
    public Future<String> user(@Nullable String authorization) {
        return open().guard().user(authorization);
    }

    /** Who asked. */
    public static String who(RoutingContext context) {
        return Guard.who(context);
    }

    private House open() {
        return Objects.requireNonNull(house, "the management port isn't open");
    }

    @Override
    public void handle(RoutingContext context) {
        Router there = tenant;
        if (there != null) {
            there.handleContext(context);
        } else if (context.normalizedPath().equals("/")
                || context.normalizedPath().startsWith("/eventbus")) {
            AdminRoute.answer(
                    context,
                    new Problem(
                            Failure.NO_HANDLERS,
                            "the role dashboard doesn't run on this node; ask one that has it (see sluice cluster)"));
        } else {
            context.next();
        }
    }

    /** Answers with a problem document. */
    public static void refuse(RoutingContext context, Problem problem) {
        AdminRoute.answer(context, problem);
    }
}
