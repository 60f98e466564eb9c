package io.sluice.cli;

import io.sluice.cluster.ModVerticleFactory;
import io.sluice.cluster.NodePlan;
import io.sluice.config.ConfigException;
import io.vertx.core.json.JsonObject;
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
        footer = {
            "",
            "Exit codes: 2 for a configuration or flag that can't be used, 11 or 15 for a node that did not start.",
            "SIGTERM ends a node in order: what is in flight is answered and stored or left in Kafka.",
            "",
            "Example: sluice run -conf conf/sluice.json"
        })
final class RunCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        try {
            JsonObject settings = Settings.read(conf);
            if (instances != null) {
                settings.mergeIn(new JsonObject().put("http", new JsonObject().put("instances", instances)), true);
            }
            if (verticle.startsWith("mod:")) {
                NodePlan.of(Settings.nameOf(conf), settings);
            }
            return new Launch(verticle, settings, cluster).start();
        } catch (ConfigException e) {
            return Settings.complain(e);
        }
    }
}
