package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verticle can't tell of itself. */
class WatchedTest {
    private final Vertx vertx = Vertx.vertx();
    private final LoopWatch watch = new LoopWatch(Duration.ofMillis(200));
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Context> started = new CompletableFuture<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private String deployment;

    @BeforeEach
    void deploy() {
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                started.complete(context);
                return Future.succeededFuture();
            }
        };
        deployment = vertx.deployVerticle(
                        new Watched(verticle, watch, failures::add, failures::add), new DeploymentOptions())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        watch.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anExceptionThatAHandlerLetsThroughIsTold() {
        started.join().runOnContext(turn -> {
            throw new IllegalStateException("a handler failed");
        });

        await().until(() -> !failures.isEmpty());
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLoopThatHangsIsToldOnce() {
        started.join().runOnContext(turn -> hang());

        await().until(() -> !failures.isEmpty());
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
    }

    @Test
    void whatWasEndedIsWatchedNoMore() {
        vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().join();
        started.join().runOnContext(turn -> hang());

        await().during(Duration.ofMillis(600)).until(failures::isEmpty);
    }

    private void hang() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
