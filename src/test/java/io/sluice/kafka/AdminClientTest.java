package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    /** One that can only be closed, and named. */
    private Admin named(String name) {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add(name);
                        return null;
                    }
                    if (method.getName().equals("toString")) {
                        return name;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void anotherClientTakesTheOldOnesPlaceWhichIsClosed() {
        Admin second = named("second");
        AdminClient client = new AdminClient(named("first"), () -> second, vertx.getOrCreateContext());

        client.renew();

        await().untilAsserted(() -> assertThat(closed).containsExactly("first"));
        assertThat(client.get()).isSameAs(second);
        client.close();
        assertThat(closed).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void whereNoOtherCanBeMadeTheOldOneStaysAndTheNextTimeTriesAgain() {
        Admin first = named("first");
        Admin second = named("second");
        CountDownLatch tried = new CountDownLatch(1);
        AdminClient client = new AdminClient(
                first,
                () -> {
                    if (tried.getCount() > 0) {
                        tried.countDown();
                        throw new KafkaException("no server's name is known");
                    }
                    return second;
                },
                vertx.getOrCreateContext());

        client.renew();
        await().until(() -> tried.getCount() == 0);
        assertThat(client.get()).isSameAs(first);

        await().untilAsserted(() -> {
            client.renew();
            assertThat(client.get()).isSameAs(second);
        });
    }

    @Test
    void whatIsMadeAfterTheEndIsClosed() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AdminClient client = new AdminClient(
                named("first"),
                () -> {
                    making.countDown();
                    awaitUninterrupted(ended);
                    return named("late");
                },
                vertx.getOrCreateContext());
        client.renew();
        awaitUninterrupted(making);

        client.close();
        ended.countDown();

        await().untilAsserted(() -> assertThat(closed).containsExactlyInAnyOrder("first", "late"));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
