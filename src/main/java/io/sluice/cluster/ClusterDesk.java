package io.sluice.cluster;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.sluice.telemetry.NodeOperations;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** {@code cluster} and {@code drain}: what an operator asks of the nodes themselves. Any node is asked for any other. */
final class ClusterDesk implements NodeOperations {
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(5);
    /** For the others to stand in, and for what is in flight here to end. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(45);

    private final Vertx vertx;
    private final Context context;
    private final Bus bus;
    private final String node;
    private final Keeper keeper;
    private final Drain drain;

    ClusterDesk(Context context, String node, Keeper keeper, Drain drain) {
        this.vertx = context.owner();
        this.context = context;
        this.bus = new Bus(vertx);
        this.node = node;
        this.keeper = keeper;
        this.drain = drain;
    }

    /** From here on the other nodes reach this one. */
    Future<Void> open() {
        return vertx.eventBus().<JsonObject>consumer(address(node), this::asked).completion();
    }

    private static String address(String node) {
        return Announcement.ADDRESS + '.' + node;
    }

    private void asked(Message<JsonObject> message) {
        here(message.body().getBoolean("undo", false)).onSuccess(message::reply).onFailure(cause -> {
            SluiceException told = SluiceException.of(cause);
            message.fail(told.failure().busCode(), told.detail());
        });
    }

    @Override
    public Set<String> looks() {
        return Set.of("cluster");
    }

    @Override
    public Set<String> changes() {
        return Set.of("drain");
    }

    @Override
    public Future<JsonObject> run(String operation, JsonObject arguments, String who) {
        if (operation.equals("cluster")) {
            return partitions(who)
                    .compose(partitions -> Turn.on(context, () -> Future.succeededFuture(cluster(partitions))));
        }
        String wanted = arguments.getString("node");
        if (wanted == null) {
            return Future.failedFuture(new SluiceException(Failure.INVALID_ARGUMENT, "node: missing; a node's name"));
        }
        boolean undo = arguments.getBoolean("undo", false);
        return wanted.equals(node) ? here(undo) : there(wanted, undo);
    }

    private Future<JsonObject> here(boolean undo) {
        return Turn.on(
                context,
                () -> (undo ? drain.undo() : drain.begin())
                        .map(done -> new JsonObject().put("node", node).put("state", undo ? "running" : "drained")));
    }

    private Future<JsonObject> there(String other, boolean undo) {
        return vertx.eventBus()
                .<JsonObject>request(
                        address(other),
                        new JsonObject().put("undo", undo),
                        new DeliveryOptions().setSendTimeout(DRAIN_TIMEOUT.toMillis()))
                .map(Message::body)
                .recover(cause -> Future.failedFuture(told(other, cause)));
    }

    private static SluiceException told(String other, Throwable cause) {
        if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            return new SluiceException(Failure.ofBusCode(reply.failureCode()), String.valueOf(reply.getMessage()));
        }
        return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS
                ? new SluiceException(Failure.NOT_FOUND, "there is no node " + other + "; see sluice cluster")
                : new SluiceException(Failure.UNAVAILABLE, other + " doesn't answer: " + cause.getMessage(), cause);
    }

    /** Null when no database can be asked: the nodes are shown all the same. */
    private Future<JsonArray> partitions(String who) {
        AdminQuestion question = new AdminQuestion("partitions", who, false, Buffer.buffer("{}"));
        return bus.ask(Address.ADMIN.text(), question, DATABASE_TIMEOUT, AdminAnswer.class)
                .map(answer -> new JsonObject(answer.json()).getJsonArray("partitions"))
                .otherwise((JsonArray) null);
    }

    private JsonObject cluster(JsonArray partitions) {
        JsonArray nodes = new JsonArray();
        keeper.nodes()
                .forEach(each -> nodes.add(new JsonObject()
                        .put("node", each.node())
                        .put("here", each.node().equals(node))
                        .put("group", each.group())
                        .put("version", each.version())
                        .put("state", each.state().name().toLowerCase(Locale.ROOT))
                        .put("configured", Announcement.names(each.own()))
                        .put("running", Announcement.names(each.running()))
                        .put("can", Announcement.names(each.can()))
                        .put("reads", each.wire().array())
                        .put("writes", each.wire().writes())));
        JsonObject wanted = new JsonObject();
        keeper.wanted().forEach((role, least) -> wanted.put(role.text(), least));
        return new JsonObject()
                .put("asked", node)
                .put("nodes", nodes)
                .put("wanted", wanted)
                .put("uncovered", Announcement.names(Cover.uncovered(keeper.nodes(), keeper.wanted())))
                .put("partitions", partitions);
    }
}
