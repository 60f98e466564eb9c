package io.sluice.message;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.function.Function;

/**
 * Asks a consumer of this node first, by reference, and the cluster when there is none, in the wire form. And answers:
 * in the form in which it was asked, and in its version.
 *
 * <pre>
 *   a node       ask ──▶ ADDRESS.here ──▶ one of this node's consumers, in turn
 *                 │ nobody                        ▲
 *   the cluster   └────▶ ADDRESS ──▶ the door of any node that has consumers ──▶ ADDRESS.here,
 *                                    or a stage in another language
 * </pre>
 *
 * Each node has one door an address, however many consumers are behind it: the cluster's turns go by node. Thread-safe.
 */
public final class Bus {
    /** Where the consumers of this node are; nobody else can send there. */
    private static final String HERE = ".here";

    /** Longer than anybody waits for an answer: whoever asked has its own timeout. */
    private static final long DOOR_TIMEOUT_MILLIS = 120_000;

    private final EventBus eventBus;
    private final WireVersion wire;

    public Bus(Vertx vertx) {
        this.eventBus = vertx.eventBus();
        this.wire = WireVersion.of(vertx);
        registerCodec();
    }

    /** Every stage of a node makes its own Bus on the one event bus: the first one registers. */
    private void registerCodec() {
        try {
            eventBus.registerCodec(new ByReference());
        } catch (IllegalStateException alreadyRegistered) {
            // Another stage's Bus was first.
        }
    }

    /**
     * Sends a question and returns its answer.
     *
     * @param address where to ask
     * @param question what
     * @param timeout how long to wait for an answer
     * @param answer  the class of the answer that is expected
     * @return fails only with {@link SluiceException}: NO_HANDLERS when nobody is there (nothing was done),
     *     OUTCOME_UNKNOWN after a timeout, else the failure with which the consumer replied
     */
    public <A extends Message> Future<A> ask(String address, Message question, Duration timeout, Class<A> answer) {
        return askHere(address, question, timeout)
                .recover(failure ->
                        isNobodyThere(failure) ? askAnywhere(address, question, timeout) : Future.failedFuture(failure))
                .map(answer::cast)
                .recover(failure -> Future.failedFuture(translate(address, failure)));
    }

    private Future<Message> askHere(String address, Message question, Duration timeout) {
        DeliveryOptions options = new DeliveryOptions()
                .setLocalOnly(true)
                .setCodecName(ByReference.NAME)
                .setSendTimeout(timeout.toMillis());
        return eventBus.<Message>request(address + HERE, question, options).map(io.vertx.core.eventbus.Message::body);
    }

    private Future<Message> askAnywhere(String address, Message question, Duration timeout) {
        int version = wire.written();
        DeliveryOptions options =
                wireOptions(question, Integer.toString(version)).setSendTimeout(timeout.toMillis());
        return eventBus.<Buffer>request(address, Wire.encode(question, version), options)
                .map(Bus::readAnswer);
    }

    /** The question was answered, so it reached somebody: what became of it can't be told from an answer of no known form. */
    private static Message readAnswer(io.vertx.core.eventbus.Message<Buffer> reply) {
        try {
            return Wire.decode(reply.headers(), reply.body());
        } catch (SluiceException unreadable) {
            throw new SluiceException(
                    Failure.OUTCOME_UNKNOWN, "the answer can't be read: " + unreadable.detail(), unreadable);
        }
    }

    /**
     * Answers this node's questions at an address, and through its {@link #open door} the cluster's, until the consumer is
     * unregistered. A failed answer reaches the asker as its
     * {@link Failure} and detail; an exception that isn't a {@link SluiceException} as {@link Failure#INTERNAL}.
     */
    public <Q extends Message> MessageConsumer<Object> answer(
            String address, Class<Q> question, Function<Q, Future<? extends Message>> answer) {
        return eventBus.localConsumer(address + HERE, message -> {
            boolean byWire = message.body() instanceof Buffer;
            read(message, question)
                    .<Message>compose(asked -> answer.apply(asked).map(given -> given))
                    .onSuccess(given -> reply(message, given, byWire))
                    .onFailure(cause -> fail(message, SluiceException.of(cause)));
        });
    }

    /**
     * Opens this node's door at an address to the cluster: what comes in is answered by the consumers of this node, in
     * turn. Closed by unregistering it, or with the verticle that opened it. A node that forms no cluster needs none.
     */
    public MessageConsumer<Buffer> open(String address) {
        return eventBus.consumer(address, message -> {
            DeliveryOptions options = new DeliveryOptions()
                    .setLocalOnly(true)
                    .setHeaders(message.headers())
                    .setSendTimeout(DOOR_TIMEOUT_MILLIS);
            eventBus.<Buffer>request(address + HERE, message.body(), options)
                    .onSuccess(given -> message.reply(given.body(), new DeliveryOptions().setHeaders(given.headers())))
                    .onFailure(cause -> notAnswered(message, cause));
        });
    }

    private static void notAnswered(io.vertx.core.eventbus.Message<Buffer> message, Throwable cause) {
        if (isNobodyThere(cause)) {
            message.fail(Failure.NO_HANDLERS.busCode(), "nobody answers there any more");
        } else if (cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            message.fail(reply.failureCode(), reply.getMessage());
        }
    }

    private static <Q extends Message> Future<Q> read(
            io.vertx.core.eventbus.Message<Object> message, Class<Q> question) {
        try {
            Object body =
                    message.body() instanceof Buffer bytes ? Wire.decode(message.headers(), bytes) : message.body();
            if (question.isInstance(body)) {
                return Future.succeededFuture(question.cast(body));
            }
            return Future.failedFuture(new SluiceException(
                    Failure.UNKNOWN_MESSAGE,
                    "the address " + message.address() + " takes " + question.getSimpleName()));
        } catch (SluiceException e) {
            return Future.failedFuture(e);
        }
    }

    private static void reply(io.vertx.core.eventbus.Message<Object> message, Message answer, boolean byWire) {
        if (byWire) {
            String version = message.headers().get(Wire.VERSION);
            message.reply(Wire.encode(answer, Integer.parseInt(version)), wireOptions(answer, version));
        } else {
            message.reply(answer, new DeliveryOptions().setCodecName(ByReference.NAME));
        }
    }

    private static void fail(io.vertx.core.eventbus.Message<Object> message, SluiceException exception) {
        message.fail(exception.failure().busCode(), exception.detail());
    }

    private static DeliveryOptions wireOptions(Message message, String version) {
        return new DeliveryOptions().addHeader(Wire.TYPE, Wire.typeOf(message)).addHeader(Wire.VERSION, version);
    }

    private static boolean isNobodyThere(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private static SluiceException translate(String address, Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return SluiceException.of(failure);
        }
        return switch (reply.failureType()) {
            case NO_HANDLERS -> new SluiceException(Failure.NO_HANDLERS, "nobody answers at " + address);
            case TIMEOUT -> new SluiceException(Failure.OUTCOME_UNKNOWN, "no answer in time from " + address);
            case RECIPIENT_FAILURE ->
                new SluiceException(Failure.ofBusCode(reply.failureCode()), String.valueOf(reply.getMessage()));
            default -> new SluiceException(Failure.INTERNAL, "the bus failed at " + address, reply);
        };
    }
}
