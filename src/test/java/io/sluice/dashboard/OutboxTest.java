package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final String LONG = "x".repeat(Outbox.MOST_ON_ITS_WAY);

    private final Stuck wire = new Stuck();
    private final List<Published> replaced = new ArrayList<>();
    private final Outbox outbox = new Outbox(wire, Dialect.SOCKJS, replaced::add);

    @Test
    void whoReadsGetsEverything() {
        for (int i = 0; i < 100; i++) {
            outbox.publish(message("a", "" + i));
            wire.takeAll();
        }

        assertThat(wire.written).hasSize(100);
        assertThat(replaced).isEmpty();
    }

    @Test
    void whoDoesNotReadGetsTheNewestOfEachAddressLater() {
        outbox.publish(message("a", LONG));
        for (int i = 0; i < 100; i++) {
            outbox.publish(message("a", "a" + i));
            outbox.publish(message("b", "b" + i));
        }

        assertThat(wire.written).hasSize(1);
        wire.takeAll();

        assertThat(wire.written.subList(1, wire.written.size()))
                .containsExactly(
                        message("a", "a99").text(Dialect.SOCKJS),
                        message("b", "b99").text(Dialect.SOCKJS));
        assertThat(replaced).hasSize(198);
    }

    @Test
    void answersComeFirstAndNoneIsLeftOut() {
        outbox.publish(message("a", LONG));
        outbox.publish(message("a", "later"));
        outbox.answer("one", () -> {});
        outbox.answer("two", () -> {});

        wire.takeAll();

        assertThat(wire.written.subList(1, 4))
                .containsExactly("one", "two", message("a", "later").text(Dialect.SOCKJS));
    }

    @Test
    void afterItsEndNothingGoesOut() {
        outbox.publish(message("a", LONG));
        outbox.publish(message("a", "later"));
        outbox.end();

        wire.takeAll();

        assertThat(wire.written).hasSize(1);
    }

    private static Published message(String address, String text) {
        return new Published(address, new JsonObject().put("text", text));
    }

    /** Takes nothing until it is told to. */
    private static final class Stuck implements Wire {
        private final List<String> written = new ArrayList<>();
        private final Queue<Promise<Void>> waiting = new ArrayDeque<>();

        @Override
        public Future<Void> write(String text) {
            Promise<Void> taken = Promise.promise();
            written.add(text);
            waiting.add(taken);
            return taken.future();
        }

        @Override
        public void close() {}

        void takeAll() {
            for (Promise<Void> taken = waiting.poll(); taken != null; taken = waiting.poll()) {
                taken.complete();
            }
        }
    }
}
