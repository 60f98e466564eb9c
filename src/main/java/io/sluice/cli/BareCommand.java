package io.sluice.cli;

import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a spare: a node of the cluster that runs nothing until another one dies. */
@Command(
        name = "bare",
        description = "Start a spare node: it runs nothing until a node of its group dies. Implies -ha.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BareCommand implements Callable<Integer> {
    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() {
        cluster.ha = true;
        return Launch.bare(Nothing::new, cluster).start();
    }

    /** The launcher wants something to deploy. */
    private static final class Nothing extends VerticleBase {}
}
