package io.sluice.dashboard;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One browser's or program's side of the bridge, in the protocol of Vert.x's event-bus bridges. It may register at the
 * addresses of {@link Fanout} and ask the questions of {@link Questions}; everything else is answered with an error and
 * nothing more. Nothing that it says ever reaches the event bus as a message of its own. Used on the management port's event
 * loop.
 */
final class Session implements Listener {
    /** Questions and errors that aren't answered yet, or whose answer isn't taken yet: who asks more without reading ends. */
    static final int MOST_OPEN = 32;

    /** Questions that are answered at once; others of the connection wait for them. */
    private static final int MOST_ASKED = 2;

    private static final int MOST_REPLY_ADDRESS = 64;

    private final Wire wire;
    private final Dialect dialect;
    private final String who;
    private final Fanout fanout;
    private final Questions questions;
    private final Outbox outbox;
    private final Runnable refused;
    private final Runnable changed;
    private final Map<String, JsonObject> registered = new HashMap<>();
    private final Queue<JsonObject> waiting = new ArrayDeque<>();
    private long heardAt = System.nanoTime();
    private int open;
    private int asked;
    private boolean ended;

    /**
     * A session that has heard nothing yet.
     *
     * @param who     asks, for the node's log
     * @param meters  counts what is left out and what is refused
     * @param changed hears that it registered somewhere, or no longer is
     */
    Session(
            Wire wire,
            Dialect dialect,
            String who,
            Fanout fanout,
            Questions questions,
            BridgeMeters meters,
            Runnable changed) {
        this.wire = wire;
        this.dialect = dialect;
        this.who = who;
        this.fanout = fanout;
        this.questions = questions;
        this.outbox = new Outbox(wire, dialect, message -> meters.replaced());
        this.refused = meters::refused;
        this.changed = changed;
    }

    /** Takes what the other side says. */
    void heard(String text) {
        heardAt = System.nanoTime();
        JsonObject said = read(text);
        if (ended || said == null) {
            return;
        }
        String type = String.valueOf(said.getValue("type"));
        if (type.equals("ping")) {
            pong();
        } else if (said.getValue("address") instanceof String address) {
            heard(type, address, said);
        } else {
            error("missing_address");
        }
    }

    private @Nullable JsonObject read(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            error("invalid_json");
            return null;
        }
    }

    private void heard(String type, String address, JsonObject said) {
        switch (type) {
            case "register" -> register(address, said);
            case "unregister" -> unregister(address);
            case "send" -> ask(address, said);
            case "publish" -> error("access_denied");
            default -> error("invalid_type");
        }
    }

    private void register(String address, JsonObject said) {
        if (!fanout.knows(address)) {
            error("access_denied");
        } else if (registered.containsKey(address)) {
            error("address_already_registered");
        } else {
            registered.put(address, said.getValue("headers") instanceof JsonObject given ? given : new JsonObject());
            fanout.add(address, this);
            changed.run();
        }
    }

    private void unregister(String address) {
        if (registered.remove(address) == null) {
            error(fanout.knows(address) ? "unknown_address" : "access_denied");
        } else {
            fanout.remove(address, this);
            outbox.forget(address);
            changed.run();
        }
    }

    private void ask(String address, JsonObject said) {
        Object reply = said.getValue("replyAddress");
        if (!questions.knows(address)) {
            error("access_denied");
        } else if (!(reply instanceof String text) || text.length() > MOST_REPLY_ADDRESS) {
            error("invalid_reply_address");
        } else if (opens()) {
            waiting.add(said);
            askNext();
        }
    }

    private void askNext() {
        JsonObject said = asked < MOST_ASKED && !ended ? waiting.poll() : null;
        if (said == null) {
            return;
        }
        asked++;
        String reply = said.getString("replyAddress");
        questions
                .answer(said.getString("address"), said.getValue("body"), who)
                .map(answer -> dialect.message(reply, answer))
                .otherwise(cause -> failure(reply, SluiceException.of(cause)))
                .onSuccess(answer -> outbox.answer(answer.encode(), () -> {
                    open--;
                    asked--;
                    askNext();
                }));
    }

    private JsonObject failure(String reply, SluiceException cause) {
        Failure failure = cause.failure();
        return dialect.failure(reply, failure.busCode(), failure.code() + ": " + cause.detail());
    }

    private void pong() {
        if (dialect == Dialect.TCP && opens()) {
            outbox.answer(new JsonObject().put("type", "pong").encode(), () -> open--);
        }
    }

    private void error(String code) {
        refused.run();
        if (opens()) {
            outbox.answer(dialect.error(code).encode(), () -> open--);
        }
    }

    /** Room for one more answer; without it the connection ends. */
    private boolean opens() {
        if (open >= MOST_OPEN) {
            close();
            return false;
        }
        open++;
        return true;
    }

    @Override
    public void hear(Published message) {
        outbox.publish(message);
    }

    @Override
    public JsonObject headers(String address) {
        return registered.getOrDefault(address, new JsonObject());
    }

    /** Ends the connection when nothing was heard since then, as {@code System.nanoTime} has it. */
    boolean endIfSilentSince(long nanos) {
        boolean silent = heardAt - nanos < 0;
        if (silent) {
            close();
        }
        return silent;
    }

    /** Ends the connection. */
    void close() {
        end();
        wire.close();
    }

    /** The connection is gone. */
    void end() {
        if (!ended) {
            ended = true;
            registered.keySet().forEach(address -> fanout.remove(address, this));
            registered.clear();
            waiting.clear();
            outbox.end();
            changed.run();
        }
    }
}
