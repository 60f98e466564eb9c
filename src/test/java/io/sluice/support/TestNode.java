package io.sluice.support;

import static org.awaitility.Awaitility.await;

import io.sluice.cluster.ModVerticleFactory;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A whole node inside the test's JVM, deployed as an operator would: by the name of the module. */
public final class TestNode implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final Gateway gateway;

    private TestNode(JsonObject settings) throws Exception {
        vertx.deployVerticle(ModVerticleFactory.THIS_MODULE, new DeploymentOptions().setConfig(settings))
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        gateway = new Gateway(
                settings.getJsonObject("http").getInteger("port"),
                settings.getJsonObject("management").getInteger("port"));
    }

    public static TestNode start(TestServers servers) throws Exception {
        return start(servers.settings(Ports.free(), Ports.free()));
    }

    /** Started, and every part of it is up. */
    public static TestNode up(TestServers servers) throws Exception {
        return up(servers.settings(Ports.free(), Ports.free()));
    }

    /** The same with these settings. */
    public static TestNode up(JsonObject settings) throws Exception {
        TestNode node = start(settings);
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(node::isUp);
        return node;
    }

    private boolean isUp() throws Exception {
        return "up".equals(gateway.manage("/health/ready").body().getString("status"));
    }

    public static TestNode start(JsonObject settings) throws Exception {
        return new TestNode(settings);
    }

    public Gateway gateway() {
        return gateway;
    }

    /** As SIGTERM would. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
