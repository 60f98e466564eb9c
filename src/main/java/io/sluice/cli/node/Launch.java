package io.sluice.cli.node;

import io.sluice.cli.client.ExitCode;
import io.sluice.telemetry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts a node on Vert.x's application launcher and adds what that lacks: the flags of high availability, our metrics
 * and cluster manager, and one clear line with a non-zero exit code when a start fails. Vert.x closes on SIGTERM.
 */
public final class Launch implements VertxApplicationHooks {
    private final String verticle;
    private final JsonObject settings;
    private final ClusterOptions cluster;
    private final @Nullable Supplier<? extends Deployable> supplier;
    private final Runnable afterStart;
    private final Runnable afterStop;

    Launch(String verticle, JsonObject settings, ClusterOptions cluster) {
        this(verticle, settings, cluster, null, () -> {}, () -> {});
    }

    private Launch(
            String verticle,
            JsonObject settings,
            ClusterOptions cluster,
            @Nullable Supplier<? extends Deployable> supplier,
            Runnable afterStart,
            Runnable afterStop) {
        this.verticle = verticle;
        this.settings = settings;
        this.cluster = cluster;
        this.supplier = supplier;
        this.afterStart = afterStart;
        this.afterStop = afterStop;
    }

    /** A node by itself, with something to do once it runs, and once it has stopped (whether it ever ran or not). */
    public static Launch alone(String verticle, JsonObject settings, Runnable afterStart, Runnable afterStop) {
        return new Launch(verticle, settings, new ClusterOptions(), null, afterStart, afterStop);
    }

    /** A node of a cluster with nothing deployed on it. */
    static Launch bare(Supplier<? extends Deployable> nothing, ClusterOptions cluster) {
        return new Launch("", new JsonObject(), cluster, nothing, () -> {}, () -> {});
    }

    /** Blocks until the node runs; returns {@link ExitCode#RUNNING}, or the exit code of a start that failed. */
    public int start() {
        List<String> arguments = new ArrayList<>();
        if (supplier == null) {
            arguments.add(verticle);
        }
        arguments.addAll(cluster.launcherArguments());
        int exit = new QuietApplication(arguments, this).launch();
        return exit == 0 ? ExitCode.RUNNING : exit;
    }

    /** The launcher without its usage text and its own System.exit. */
    private static final class QuietApplication extends VertxApplication {
        QuietApplication(List<String> arguments, VertxApplicationHooks hooks) {
            super(arguments.toArray(String[]::new), hooks, false, false);
        }
    }

    @Override
    public JsonObject afterDeploymentOptionsParsed(@Nullable JsonObject ignored) {
        return new JsonObject().put("ha", cluster.ha && supplier == null);
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject ignored) {
        return settings;
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        cluster.applyTo(options);
        options.setPreferNativeTransport(true);
        VertxBuilder builder = Registry.measured(options);
        return cluster.isClustered()
                ? builder.withClusterManager(new HazelcastClusterManager(HazelcastFile.load()))
                : builder;
    }

    @Override
    public @Nullable Supplier<? extends Deployable> verticleSupplier() {
        return supplier;
    }

    @Override
    public void afterVerticleDeployed(HookContext context) {
        afterStart.run();
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable cause) {
        complain(cause);
        afterStop.run();
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable cause) {
        complain(cause);
    }

    @Override
    public void afterVertxStopped(HookContext context) {
        afterStop.run();
    }

    @Override
    public void afterFailureToStopVertx(HookContext context, @Nullable Throwable cause) {
        System.err.println(
                "sluice: the node didn't stop in order" + (cause == null ? " in time" : ": " + cause.getMessage()));
        afterStop.run();
    }

    private static void complain(@Nullable Throwable cause) {
        System.err.println("sluice: the node did not start: "
                + (cause == null
                        ? "no end after two minutes"
                        : cause.getMessage() == null ? cause : cause.getMessage()));
    }
}
