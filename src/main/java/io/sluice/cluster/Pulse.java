package io.sluice.cluster;

import io.sluice.config.Role;
import io.sluice.message.Address;
import io.sluice.message.TailWish;
import io.sluice.telemetry.StatisticsReader;
import io.sluice.telemetry.Tap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node tells whoever looks: its figures each second, whether anybody listens or not, since it can't know; and events
 * while a dashboard asks for them. Used on the node's context.
 */
final class Pulse {
    private static final long EVERY_MILLIS = 1_000;
    private static final long TAIL_MILLIS = 250;
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Vertx vertx;
    private final Tap tap;

    private Pulse(Vertx vertx, Tap tap) {
        this.vertx = vertx;
        this.tap = tap;
    }

    /** Until the verticle that started it ends; completed once the node hears what dashboards ask for. */
    static Future<Void> start(Vertx vertx, StatisticsReader reader, Tap tap, Supplier<Set<Role>> running) {
        Pulse pulse = new Pulse(vertx, tap);
        vertx.setPeriodic(
                0,
                EVERY_MILLIS,
                tick -> vertx.eventBus()
                        .publish(
                                Address.STATISTICS.text(),
                                reader.read(running.get().stream()
                                                .sorted()
                                                .map(Role::text)
                                                .toList())
                                        .json()));
        vertx.setPeriodic(TAIL_MILLIS, tick -> pulse.show());
        return vertx.eventBus()
                .<JsonObject>consumer(Address.TAIL.text(), message -> pulse.asked(message.body()))
                .completion();
    }

    private void asked(JsonObject json) {
        try {
            List<TailWish> wishes = json.getJsonArray("wishes", new JsonArray()).stream()
                    .map(wish -> TailWish.of((JsonObject) wish))
                    .toList();
            tap.look(json.getString("to", ""), wishes, System.nanoTime());
        } catch (RuntimeException unreadable) {
            LOG.atDebug().addKeyValue("reason", unreadable.getMessage()).log("what a dashboard asks for can't be read");
        }
    }

    private void show() {
        tap.take(System.nanoTime())
                .forEach((to, messages) ->
                        messages.forEach(message -> vertx.eventBus().send(to, message)));
    }
}
