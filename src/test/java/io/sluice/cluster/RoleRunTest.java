package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.cluster.RoleRun.State;
import io.sluice.config.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A role that fails is started again, and ends when it should. */
class RoleRunTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final FakeWork work = new FakeWork();
    private final RoleRun run = new RoleRun(
            context,
            Role.HTTP,
            work,
            new Restarts(Duration.ofMillis(5)),
            new SimpleMeterRegistry().counter("failures"),
            () -> {});

    /** Notes what is asked of it; starts fail as often as they are told to. */
    private static final class FakeWork implements RoleRun.Work {
        private final List<String> done = new CopyOnWriteArrayList<>();
        private final AtomicInteger failingStarts = new AtomicInteger();
        private volatile Consumer<Throwable> failed = failure -> {};

        @Override
        public Future<Void> start(Consumer<Throwable> onFailure) {
            failed = onFailure;
            done.add("start");
            return failingStarts.getAndDecrement() > 0
                    ? Future.failedFuture("the port is busy")
                    : Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            done.add("stop");
            return Future.succeededFuture();
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void itRunsOnceHoweverOftenItIsStarted() throws Exception {
        onContext(run::start).join();
        onContext(run::start).join();

        assertThat(work.done).containsExactly("start");
        assertThat(run.state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aStartThatFailsIsToldAndTriedAgain() {
        work.failingStarts.set(2);

        assertThat(onContext(run::start).handle((done, failure) -> failure).join())
                .hasMessageContaining("the port is busy");
        await().until(() -> run.state() == State.RUNNING);
        assertThat(work.done).containsExactly("start", "stop", "start", "stop", "start");
        assertThat(run.failures()).isEqualTo(2);
    }

    @Test
    void whatFailsWhileItRunsIsEndedAndStartedAgainOnce() throws Exception {
        onContext(run::start).join();
        Consumer<Throwable> failed = work.failed;

        failed.accept(new IllegalStateException("a handler failed"));
        failed.accept(new IllegalStateException("and another one"));

        await().until(() -> work.done.size() >= 3 && run.state() == State.RUNNING);
        assertThat(work.done).containsExactly("start", "stop", "start");
    }

    @Test
    void aLateWordOfWhatWasEndedChangesNothing() throws Exception {
        onContext(run::start).join();
        Consumer<Throwable> earlier = work.failed;
        onContext(run::stop).join();
        onContext(run::start).join();

        earlier.accept(new IllegalStateException("late"));

        onContext(Future::succeededFuture).join();
        assertThat(run.state()).isEqualTo(State.RUNNING);
        assertThat(run.failures()).isZero();
    }

    @Test
    void aStopEndsTheAttemptsToo() throws Exception {
        work.failingStarts.set(Integer.MAX_VALUE);
        onContext(run::start).handle((done, failure) -> failure).join();

        onContext(run::stop).join();
        int attempts = work.done.size();

        vertx.timer(100).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(work.done).hasSize(attempts);
        assertThat(run.state()).isEqualTo(State.IDLE);
    }

    private CompletableFuture<Void> onContext(Supplier<Future<Void>> action) {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(turn -> action.get().onComplete(promise));
        return promise.future().toCompletionStage().toCompletableFuture();
    }
}
