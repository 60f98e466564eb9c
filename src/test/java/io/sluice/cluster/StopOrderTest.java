package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StopOrderTest {
    private final List<String> stopped = new CopyOnWriteArrayList<>();

    @Test
    void stagesStopOneAfterTheOtherHoweverLongTheFirstTakes(Vertx vertx, VertxTestContext test) {
        StopOrder order = new StopOrder(Duration.ofSeconds(5));
        var http = order.next().of(stage("http", 50));
        var kafka = order.next().of(stage("kafka", 10));
        var database = order.next().of(stage("database", 0));

        vertx.deployVerticle(parentOf(List.of(database, kafka, http), 1, 1, 2), new DeploymentOptions())
                .compose(vertx::undeploy)
                .onComplete(test.succeeding(ignored -> test.verify(() -> {
                    assertThat(stopped).containsExactly("http", "http", "kafka", "database");
                    test.completeNow();
                })));
    }

    @Test
    void aStageThatNeverStopsIsLeftBehind(Vertx vertx, VertxTestContext test) {
        StopOrder order = new StopOrder(Duration.ofMillis(50));
        var stuck = order.next().of(() -> new VerticleBase() {
            @Override
            public Future<?> stop() {
                return Promise.promise().future();
            }
        });
        var database = order.next().of(stage("database", 0));

        vertx.deployVerticle(parentOf(List.of(database, stuck), 1, 1), new DeploymentOptions())
                .compose(vertx::undeploy)
                .onComplete(test.succeeding(ignored -> test.verify(() -> {
                    assertThat(stopped).containsExactly("database");
                    test.completeNow();
                })));
    }

    @Test
    void aStartThatFailsLeavesNobodyWaiting(Vertx vertx, VertxTestContext test) {
        StopOrder order = new StopOrder(Duration.ofSeconds(5));
        var neverDeployed = order.next().of(stage("first", 0));
        var failing = order.next().of(() -> new VerticleBase() {
            @Override
            public Future<?> start() {
                return Future.failedFuture("the port is busy");
            }
        });
        var database = order.next().of(stage("database", 0));

        vertx.deployVerticle(parentOf(List.of(database, failing, neverDeployed), 1, 1, 1), new DeploymentOptions())
                .onComplete(test.failing(cause -> test.verify(() -> {
                    assertThat(cause).hasMessage("the port is busy");
                    assertThat(stopped).containsExactly("database");
                    test.completeNow();
                })));
    }

    private Supplier<Deployable> stage(String name, int stopMillis) {
        return () -> new VerticleBase() {
            @Override
            public Future<?> stop() {
                Future<?> work = stopMillis == 0 ? Future.succeededFuture() : vertx.timer(stopMillis);
                return work.onSuccess(ignored -> stopped.add(name));
            }
        };
    }

    /** Stops all its children at once, as Vert.x does. */
    private static Supplier<Deployable> parentOf(List<Supplier<Deployable>> stages, int... instances) {
        return () -> new VerticleBase() {
            @Override
            public Future<?> start() {
                Future<?> chain = Future.succeededFuture();
                for (int i = 0; i < stages.size(); i++) {
                    Supplier<Deployable> stage = stages.get(i);
                    DeploymentOptions options = new DeploymentOptions().setInstances(instances[i]);
                    chain = chain.compose(ignored -> vertx.deployVerticle(stage, options));
                }
                return chain;
            }
        };
    }
}
