package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.http.KeyMemory.Claim;
import io.sluice.http.KeyMemory.RequestKey;
import io.sluice.message.Position;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyMemoryTest {
    private static final RequestKey KEY = new RequestKey("c", "nginx", "k");
    private static final Buffer BODY = Buffer.buffer("{\"a\":1}");
    private static final Position POSITION = new Position("nginx", new UUID(1, 2), 0, 7, 1_795_000_000_000L, 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KeyMemory memory = memory(3);

    private KeyMemory memory(int most) {
        return new KeyMemory(HttpConfigs.with(json -> json.put("maxKeys", most)), new Telemetry(registry));
    }

    private static void assertRefused(KeyMemory memory, RequestKey key, Buffer body, Failure failure) {
        assertThatThrownBy(() -> memory.claim(key, body))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.failure()).isEqualTo(failure));
    }

    private static void remember(KeyMemory memory, RequestKey key) {
        memory.claim(key, BODY).accepted(POSITION);
    }

    private static RequestKey key(String text) {
        return new RequestKey("c", "nginx", text);
    }

    @Test
    void aKeyThatIsTakenIsInUseWhateverTheBody() {
        memory.claim(KEY, BODY);

        assertRefused(memory, KEY, BODY, Failure.KEY_IN_USE);
        assertRefused(memory, KEY, Buffer.buffer("{}"), Failure.KEY_IN_USE);
    }

    @Test
    void theSameBodyHearsWhereItLies() {
        memory.claim(KEY, BODY).accepted(POSITION);

        Claim again = memory.claim(KEY, Buffer.buffer("{\"a\":1}"));

        assertThat(again.written()).isEqualTo(POSITION);
    }

    @Test
    void anotherBodyIsRefusedAndTheFirstOneIsRemembered() {
        memory.claim(KEY, BODY).accepted(POSITION);

        assertRefused(memory, KEY, Buffer.buffer("{\"a\":2}"), Failure.KEY_REUSED);
        assertThat(memory.claim(KEY, BODY).written()).isEqualTo(POSITION);
    }

    @Test
    void aKeyThatWasGivenBackIsFreeForAnyBody() {
        memory.claim(KEY, BODY).release();

        assertThat(memory.claim(KEY, Buffer.buffer("{}")).written()).isNull();
    }

    @Test
    void theSameTextOfAnotherClientOrToAnotherStreamIsAnotherKey() {
        remember(memory, KEY);

        assertThat(memory.claim(new RequestKey("d", "nginx", "k"), BODY).written())
                .isNull();
        assertThat(memory.claim(new RequestKey("c", "playback", "k"), BODY).written())
                .isNull();
    }

    @Test
    void theKeyThatWasUsedLeastRecentlyIsForgotten() {
        remember(memory, key("1"));
        remember(memory, key("2"));
        remember(memory, key("3"));
        memory.claim(key("1"), BODY);

        remember(memory, key("4"));

        assertThat(registry.get(Metric.REMEMBERED_KEYS.text()).gauge().value()).isEqualTo(3);
        assertThat(memory.claim(key("1"), BODY).written()).isEqualTo(POSITION);
        assertThat(memory.claim(key("2"), BODY).written()).isNull();
    }

    @Test
    void whoWasForgottenWhileItRanTakesNothingFromItsSuccessor() {
        KeyMemory one = memory(1);
        Claim forgotten = one.claim(KEY, BODY);
        one.claim(key("other"), BODY);
        one.claim(KEY, BODY);

        forgotten.release();

        assertRefused(one, KEY, BODY, Failure.KEY_IN_USE);
    }

    @Test
    void withoutRoomForKeysEveryRequestGoesThrough() {
        KeyMemory none = memory(0);

        none.claim(KEY, BODY).accepted(POSITION);

        assertThat(none.claim(KEY, BODY).written()).isNull();
    }

    @Test
    void ofManyThatComeAtOnceOneGoesThrough() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                RequestKey key = key("round " + round);
                CyclicBarrier start = new CyclicBarrier(threads);
                Callable<Boolean> comer = () -> {
                    start.await();
                    return isThrough(key);
                };

                List<Future<Boolean>> comers = pool.invokeAll(
                        IntStream.range(0, threads).mapToObj(i -> comer).toList());

                int through = 0;
                for (Future<Boolean> each : comers) {
                    through += each.get() ? 1 : 0;
                }
                assertThat(through).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean isThrough(RequestKey key) {
        try {
            memory.claim(key, BODY);
            return true;
        } catch (SluiceException inUse) {
            return false;
        }
    }
}
