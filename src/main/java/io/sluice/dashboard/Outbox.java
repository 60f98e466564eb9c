package io.sluice.dashboard;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What still has to go out on one connection. Of what is published the newest message of each address waits, and no older
 * one: who reads slowly gets fewer, newer messages. What waits is bounded by the number of addresses, and what is on its way
 * by {@link #MOST_ON_ITS_WAY}, whatever the other side does.
 *
 * <p>It goes by what the operating system has taken, not by {@code writeQueueFull}: SockJS's socket says "not full" of any
 * WebSocket, however much waits there. Used on one event loop.
 */
final class Outbox {
    /** Characters handed over and not taken yet; one message may be larger. */
    static final int MOST_ON_ITS_WAY = 64 << 10;

    private final Wire wire;
    private final Dialect dialect;
    private final Consumer<Published> replaced;
    private final Map<String, Published> newest = new LinkedHashMap<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private int onItsWay;
    private boolean ended;
    private boolean pumping;

    private record Answer(String text, Runnable taken) {}

    /** @param replaced hears of each message that a newer one took the place of */
    Outbox(Wire wire, Dialect dialect, Consumer<Published> replaced) {
        this.wire = wire;
        this.dialect = dialect;
        this.replaced = replaced;
    }

    /** As soon as there is room. */
    void publish(Published message) {
        Published older = newest.put(message.address(), message);
        if (older != null) {
            replaced.accept(older);
        }
        pump();
    }

    /** As soon as there is room, before what is published; none is left out, so whoever calls bounds their number. */
    void answer(String text, Runnable taken) {
        answers.add(new Answer(text, taken));
        pump();
    }

    /** Nothing of that address goes out any more. */
    void forget(String address) {
        newest.remove(address);
    }

    /** Nothing goes out any more. */
    void end() {
        ended = true;
        newest.clear();
        answers.clear();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!ended && onItsWay < MOST_ON_ITS_WAY && writeNext()) {
            // Until there is no room, or nothing to write.
        }
        pumping = false;
    }

    private boolean writeNext() {
        Answer answer = answers.poll();
        if (answer != null) {
            write(answer.text(), answer.taken());
            return true;
        }
        var oldest = newest.values().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Published message = oldest.next();
        oldest.remove();
        write(message.text(dialect), () -> {});
        return true;
    }

    private void write(String text, Runnable taken) {
        int size = text.length();
        onItsWay += size;
        wire.write(text).onComplete(written -> {
            onItsWay -= size;
            taken.run();
            pump();
        });
    }
}
