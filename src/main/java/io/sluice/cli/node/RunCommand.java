package io.sluice.cli.node;

import io.sluice.cluster.ModVerticleFactory;
import io.sluice.cluster.NodePlan;
import io.sluice.config.ConfigException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a node. */
@Command(
        name = "run",
        description = "Start a node.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "2:the configuration, a stream's file or a flag can't be used",
            "11:Vert.x, or its cluster, did not start",
            "15:the node did not start, as when a port is busy",
            "130:ended by Ctrl-C",
            "143:ended by SIGTERM"
        },
        footerHeading = "%n",
        footer = {
            "SIGTERM ends a node in order: what is in flight is answered and stored or left in Kafka.",
            "",
            "Example: sluice run -conf conf/sluice.json"
        })
public final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "VERTICLE",
            description = "What to deploy. Default: ${DEFAULT-VALUE}, this module.",
            defaultValue = ModVerticleFactory.THIS_MODULE)
    String verticle = ModVerticleFactory.THIS_MODULE;

    @Option(
            names = {"-conf", "--conf"},
            paramLabel = "FILE",
            description = "Settings: a JSON file, or JSON itself. docs/configuration.md lists every key.")
    @Nullable
    String conf;

    @Option(
            names = {"-instances", "--instances"},
            paramLabel = "N",
            description = "Number of http verticles, each on an event loop of its own.")
    @Nullable
    Integer instances;

    @Mixin
    ClusterOptions cluster = new ClusterOptions();

    /** Starts the node; returns once it runs, or the exit code of a start that failed. */
    @Override
    public Integer call() {
        try {
            JsonObject settings = Settings.read(conf);
            if (instances != null) {
                settings.mergeIn(new JsonObject().put("http", new JsonObject().put("instances", instances)), true);
            }
            if (!verticle.startsWith("mod:")) {
                return Launch.verticle(verticle, settings, cluster).start();
            }
            if (!ModVerticleFactory.isThisModule(verticle)) {
                throw new ConfigException(verticle, List.of(ModVerticleFactory.notHere(verticle)));
            }
            cluster.use(NodePlan.of(Settings.nameOf(conf), settings).config().cluster());
            return Launch.node(settings, cluster).start();
        } catch (ConfigException e) {
            return Settings.complain(e);
        }
    }
}
