package io.sluice.cli.node;

import io.vertx.core.VerticleBase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts a spare: a node of the cluster that runs nothing until another one dies. */
@Command(
        name = "bare",
        description = "Start a spare node: it runs nothing until a node of its group dies. Implies -ha.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "2:wrong usage",
            "11:Vert.x, or its cluster, did not start",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        })
public final class BareCommand implements Callable<Integer> {
    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    /** Starts the spare; returns once it is there, or the exit code of a start that failed. */
    @Override
    public Integer call() {
        cluster.ha = true;
        return Launch.bare(Nothing::new, cluster).start();
    }

    /** The launcher wants something to deploy. */
    private static final class Nothing extends VerticleBase {}
}
