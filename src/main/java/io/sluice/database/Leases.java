package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** Keeps this node's lease alive, on a connection of its own so that nothing else can delay it. Used on one event loop. */
final class Leases {
    private final HeldConnection held;
    private final DatabaseConfig config;
    private final String name;
    private final LeaseClock clock;
    private boolean renewing;

    Leases(HeldConnection held, DatabaseConfig config, String name) {
        this.held = held;
        this.config = config;
        this.name = name;
        this.clock = new LeaseClock(config.lease());
    }

    String name() {
        return name;
    }

    boolean mayClaim() {
        return clock.mayClaim(System.nanoTime());
    }

    /**
     * Says once more that this node lives; does nothing while the last word has no answer. Never fails.
     *
     * @param counts whether it could store: else others see no lease and leave nothing to it, but the time until it may claim
     *               passes
     */
    Future<Void> renew(boolean counts) {
        if (renewing) {
            return Future.succeededFuture();
        }
        renewing = true;
        long started = System.nanoTime();
        return held.run(Sql.RENEW_LEASE, Tuple.of(name, counts ? config.lease().toMillis() : 0L))
                .onSuccess(rows -> clock.renewed(started, System.nanoTime()))
                .<Void>mapEmpty()
                .recover(failure -> held.drop())
                .onComplete(done -> renewing = false);
    }

    /** Gives the lease up. Never fails. */
    Future<Void> end() {
        return held.run(Sql.END_LEASE, Tuple.of(name))
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .eventually(held::drop);
    }
}
