package io.sluice.dashboard;

import io.sluice.config.DashboardConfig;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.telemetry.Annex;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stage 6: hears what every node publishes, by one registration in the cluster, and passes it to those who are connected to
 * the bridge at {@code /eventbus} on the management port. What it serves lives on that port's event loop; what it hears
 * comes over to it.
 */
public final class DashboardVerticle extends VerticleBase {
    private static final String PART = "dashboard";
    private static final long LOOK_MILLIS = 250;

    private final DashboardConfig config;
    private final Streams streams;
    private final String node;
    private final Annex annex;
    private final Telemetry telemetry;
    private final Health health;
    private @Nullable Desk desk;

    /**
     * A verticle that isn't started yet.
     *
     * @param node  this node's name
     * @param annex where it serves; open already
     */
    public DashboardVerticle(
            DashboardConfig config, Streams streams, String node, Annex annex, Telemetry telemetry, Health health) {
        this.config = config;
        this.streams = streams;
        this.node = node;
        this.annex = annex;
        this.telemetry = telemetry;
        this.health = health;
    }

    @Override
    public Future<?> start() {
        Context loop = annex.loop();
        return onLoop(loop, () -> Future.succeededFuture(new Desk(vertx, config, streams, node, annex, telemetry)))
                .compose(made -> {
                    desk = made;
                    vertx.setPeriodic(LOOK_MILLIS, tick -> loop.runOnContext(turn -> made.look()));
                    return Future.all(
                                    hear(Address.STATISTICS.text(), loop, made::hear),
                                    hear(made.tailsAddress(), loop, made::seen))
                            .compose(heard -> onLoop(loop, made::open));
                })
                .onSuccess(open -> health.set(PART, Health.Status.UP, "serves on the management port"));
    }

    @Override
    public Future<?> stop() {
        Desk made = desk;
        return made == null ? Future.succeededFuture() : onLoop(annex.loop(), made::close);
    }

    private Future<Void> hear(String address, Context loop, Consumer<JsonObject> taken) {
        return vertx.eventBus()
                .<JsonObject>consumer(address, message -> loop.runOnContext(turn -> taken.accept(message.body())))
                .completion();
    }

    /** The port of the TCP bridge; 0 where there is none, and before the start. */
    public int tcpPort() {
        Desk made = desk;
        return made == null ? 0 : made.tcpPort();
    }

    private static <T> Future<T> onLoop(Context loop, Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(turn -> action.get().onComplete(promise));
        return promise.future();
    }
}
