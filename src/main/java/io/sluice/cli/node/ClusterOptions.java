package io.sluice.cli.node;

import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code run} and {@code bare} that say how a node joins others, as Vert.x users know them. */
final class ClusterOptions {
    @Option(
            names = {"-cluster", "--cluster"},
            description = "Form a cluster with other nodes, as -Dvertx.hazelcast.config=FILE says;"
                    + " by default with nodes of this machine only.")
    boolean cluster;

    @Option(
            names = {"-cluster-host", "--cluster-host"},
            paramLabel = "HOST",
            description = "Address that other nodes reach this one's event bus at.")
    @Nullable
    String host;

    @Option(
            names = {"-cluster-port", "--cluster-port"},
            paramLabel = "PORT",
            description = "Port of this node's event bus; a free one by default.")
    @Nullable
    Integer port;

    @Option(
            names = {"-ha", "--ha"},
            description =
                    "High availability: another node of the group takes over when this one dies. Implies -cluster.")
    boolean ha;

    @Option(
            names = {"-hagroup", "--hagroup"},
            paramLabel = "GROUP",
            description = "Group of nodes that stand in for each other. Default: ${DEFAULT-VALUE}.",
            defaultValue = "__DEFAULT__")
    String haGroup = VertxOptions.DEFAULT_HA_GROUP;

    @Option(
            names = {"-quorum", "--quorum"},
            paramLabel = "N",
            description = "Nodes that must be there before anything is deployed. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    int quorum = VertxOptions.DEFAULT_QUORUM_SIZE;

    boolean isClustered() {
        return cluster || ha;
    }

    /** The flags that the launcher itself knows. */
    List<String> launcherArguments() {
        List<String> arguments = new ArrayList<>();
        if (isClustered()) {
            arguments.add("-cluster");
        }
        if (host != null) {
            arguments.addAll(List.of("-cluster-host", host));
        }
        if (port != null) {
            arguments.addAll(List.of("-cluster-port", port.toString()));
        }
        return arguments;
    }

    /** The flags that it doesn't know. */
    void applyTo(VertxOptions options) {
        if (ha) {
            options.setHAEnabled(true).setHAGroup(haGroup).setQuorumSize(quorum);
        }
    }
}
