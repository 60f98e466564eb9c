package io.sluice.cluster;

import io.sluice.config.Role;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.telemetry.Health;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verticles of a role on this node, and its doors to the cluster, which are open only while it runs. */
final class RoleWork implements RoleRun.Work {
    private static final Logger LOG = LoggerFactory.getLogger(RoleWork.class);

    private final Vertx vertx;
    private final Bus bus;
    private final Role role;
    private final Stages stages;
    private final Health health;
    private final StopOrder.Stage place;
    private final LoopWatch watch;
    private final List<MessageConsumer<Buffer>> doors = new ArrayList<>();
    private final List<String> deployments = new ArrayList<>();

    RoleWork(Vertx vertx, Role role, Stages stages, Health health, StopOrder.Stage place, LoopWatch watch) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.role = role;
        this.stages = stages;
        this.health = health;
        this.place = place;
        this.watch = watch;
    }

    @Override
    public Future<Void> start(Consumer<Throwable> failed) {
        Future<Void> chain = Future.succeededFuture();
        for (Stages.Group group : stages.of(role, health.begin(role.text()))) {
            chain = chain.compose(before -> deploy(group, failed));
        }
        return chain.compose(all -> openDoors());
    }

    private Future<Void> deploy(Stages.Group group, Consumer<Throwable> failed) {
        Supplier<Deployable> watched = () -> new Watched(
                group.verticle().get(), watch, role == Role.HTTP ? RoleWork::requestFailed : failed, failed);
        return vertx.deployVerticle(place.of(watched), new DeploymentOptions().setInstances(group.instances()))
                .onSuccess(deployments::add)
                .mapEmpty();
    }

    /** One request's affair: whoever can make a handler of the door fail must not be able to close the door by it. */
    private static void requestFailed(Throwable failure) {
        LOG.atError().setCause(failure).log("a handler of the door failed; the door stays open");
    }

    private Future<Void> openDoors() {
        addresses(role).forEach(address -> doors.add(bus.open(address.text())));
        return Future.all(doors.stream().map(MessageConsumer::completion).toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        place.stopsAlone();
        return Future.join(doors.stream().map(MessageConsumer::unregister).toList())
                .transform(closed -> {
                    doors.clear();
                    List<String> running = List.copyOf(deployments);
                    deployments.clear();
                    return Future.join(running.stream().map(vertx::undeploy).toList());
                })
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onComplete(ended -> health.forget(role.text()));
    }

    /** Where a role answers the cluster; one certain bridge's address is that bridge's own affair. */
    private static List<Address> addresses(Role role) {
        return switch (role) {
            case HTTP -> List.of();
            case VALIDATION -> List.of(Address.CHECK, Address.VERIFY);
            case KAFKA -> List.of(Address.APPEND, Address.DESCRIBE);
            case DATABASE -> List.of(Address.STATUS, Address.ADMIN);
            case REPORT -> List.of(Address.REPORT);
            case DASHBOARD -> List.of();
        };
    }
}
