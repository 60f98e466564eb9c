package io.sluice.cli.node;

import io.sluice.cli.client.ExitCode;
import io.sluice.cluster.JoiningBuilder;
import io.sluice.cluster.Members;
import io.sluice.cluster.NodePlace;
import io.sluice.cluster.NodeVerticle;
import io.sluice.config.Module;
import io.sluice.config.Role;
import io.sluice.telemetry.Registry;
import io.vertx.core.Deployable;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
    private final @Nullable Function<NodePlace, Deployable> node;
    private final Runnable afterStart;
    private final Runnable afterStop;
    private NodePlace place = NodePlace.ALONE;

    private Launch(
            String verticle,
            JsonObject settings,
            ClusterOptions cluster,
            @Nullable Function<NodePlace, Deployable> node,
            Runnable afterStart,
            Runnable afterStop) {
        this.verticle = verticle;
        this.settings = settings;
        this.cluster = cluster;
        this.node = node;
        this.afterStart = afterStart;
        this.afterStop = afterStop;
    }

    /** A node by itself, with something to do once it runs, and once it has stopped (whether it ever ran or not). */
    public static Launch alone(JsonObject settings, Runnable afterStart, Runnable afterStop) {
        return new Launch(
                "", settings, new ClusterOptions(), place -> new NodeVerticle(settings, place), afterStart, afterStop);
    }

    /** A node with its own settings, which stay with it whatever high availability moves. */
    static Launch node(JsonObject settings, ClusterOptions cluster) {
        return new Launch("", settings, cluster, place -> new NodeVerticle(settings, place), () -> {}, () -> {});
    }

    /** A node that runs nothing of its own; without settings it can only take over verticles that aren't ours. */
    static Launch bare(JsonObject settings, ClusterOptions cluster) {
        return new Launch(
                "",
                settings,
                cluster,
                place -> settings.isEmpty() ? new Nothing() : new NodeVerticle(settings, place.asSpare()),
                () -> {},
                () -> {});
    }

    /** The launcher wants something to deploy. */
    private static final class Nothing extends VerticleBase {}

    /** Any verticle, by its name. */
    static Launch verticle(String verticle, JsonObject settings, ClusterOptions cluster) {
        return new Launch(verticle, settings, cluster, null, () -> {}, () -> {});
    }

    /**
     * Blocks until the node runs; returns {@link ExitCode#RUNNING}, or the exit code of a start that failed. Throws
     * ConfigException when Hazelcast's file can't be used.
     */
    public int start() {
        cluster.readHazelcastFile();
        List<String> arguments = new ArrayList<>();
        if (node == null) {
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
        return new JsonObject().put("ha", cluster.ha && node == null);
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject ignored) {
        return node == null ? settings : new JsonObject();
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        cluster.applyTo(options, node == null ? VertxOptions.DEFAULT_HA_GROUP : groupOf(settings));
        options.setPreferNativeTransport(true);
        VertxBuilder builder = Registry.measured(options);
        Members members = cluster.members();
        if (members == null) {
            return builder;
        }
        String group = options.isHAEnabled() ? options.getHAGroup() : "";
        place = new NodePlace(members, cluster.ha, group, cluster.ha ? cluster.quorum : 1, false);
        return new JoiningBuilder(builder, members);
    }

    /** The roles that the settings name, or those of mod.json. */
    private static String groupOf(JsonObject settings) {
        return Role.names(Module.ofThisJar().roles(settings));
    }

    @Override
    public @Nullable Supplier<? extends Deployable> verticleSupplier() {
        return node == null ? null : () -> node.apply(place);
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
