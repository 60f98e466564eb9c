package io.sluice.cli.cluster;

import io.sluice.cli.client.AdminOptions;
import io.sluice.cli.client.ExitCode;
import io.sluice.cli.client.Question;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the nodes, what they run, and who stores what. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the nodes of a cluster, what runs where, who stores which partition, and how much waits.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every wanted role is covered",
            "1:one isn't, or the node refused",
            "2:wrong usage",
            "3:the node can't be asked at present"
        },
        footerHeading = "%n",
        footer = "Example: sluice cluster --admin http://10.0.0.2:8081")
public final class ClusterCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "As the node answered it.")
    private boolean json;

    @Mixin
    private AdminOptions admin = new AdminOptions();

    private boolean covered;

    @Override
    public Integer call() {
        int exit = Question.run(Objects.requireNonNull(spec), admin, (client, out) -> {
            JsonObject cluster = client.look("cluster", Map.of());
            covered = cluster.getJsonArray("uncovered").isEmpty();
            if (json) {
                out.println(cluster.encodePrettily());
            } else {
                new ClusterTables(out).print(cluster);
            }
        });
        return exit == ExitCode.DONE && !covered ? ExitCode.FAILED : exit;
    }
}
