package io.sluice.cli.node;

import io.sluice.cluster.NodePlan;
import io.sluice.config.ConfigException;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a spare: a node of the cluster that runs nothing until another one dies. */
@Command(
        name = "bare",
        description = "Start a spare node: it runs nothing until a node of its group dies. Implies -ha.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "2:wrong usage, or a configuration that can't be used",
            "11:Vert.x, or its cluster, did not start",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        })
public final class BareCommand implements Callable<Integer> {
    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "FILE",
            description =
                    "This node's own settings: what it takes over are the roles that stand there, with these ports"
                            + " and secrets. Without, it takes over none of ours.")
    @Nullable
    String conf;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    /** Starts the spare; returns once it is there, or the exit code of a start that failed. */
    @Override
    public Integer call() {
        cluster.ha = true;
        try {
            JsonObject settings = Settings.read(conf);
            if (conf != null) {
                cluster.use(
                        NodePlan.of(Settings.nameOf(conf), settings).config().cluster());
            }
            return Launch.bare(settings, cluster).start();
        } catch (ConfigException e) {
            return Settings.complain(e);
        }
    }
}
