package io.sluice.cli.node;

import com.hazelcast.config.Config;
import io.sluice.cluster.Members;
import io.sluice.config.ClusterConfig;
import io.sluice.config.ConfigException;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
            description = "Group of nodes that stand in for each other. Default: the node's roles.")
    @Nullable
    String haGroup;

    @Option(
            names = {"-quorum", "--quorum"},
            paramLabel = "N",
            description = "Nodes that must be there before anything is deployed. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    int quorum = VertxOptions.DEFAULT_QUORUM_SIZE;

    private ClusterConfig.@Nullable Tls tls;

    private @Nullable Config hazelcast;

    boolean isClustered() {
        return cluster || ha;
    }

    /** What the node's own configuration says; without it there is no TLS. */
    void use(ClusterConfig ofTheNode) {
        tls = ofTheNode.tls();
    }

    /** Before Vert.x's launcher, which keeps silent about what fails here; throws {@link ConfigException}. */
    void readHazelcastFile() {
        hazelcast = isClustered() ? HazelcastFile.load() : null;
    }

    /** The members of the cluster that it joins; null for a node by itself. */
    @Nullable
    Members members() {
        return hazelcast == null ? null : new Members(hazelcast);
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

    /** The flags that it doesn't know, and TLS. */
    void applyTo(VertxOptions options, String defaultGroup) {
        if (tls != null) {
            encrypt(options.getEventBusOptions(), tls);
        }
        if (ha) {
            options.setHAEnabled(true)
                    .setHAGroup(haGroup == null ? defaultGroup : haGroup)
                    .setQuorumSize(quorum);
        }
    }

    /** Vert.x never compares names on the bus, since nodes are known by address: the authority alone decides. */
    private static void encrypt(EventBusOptions bus, ClusterConfig.Tls tls) {
        bus.setSsl(true)
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(tls.cert().reveal()))
                        .addKeyValue(Buffer.buffer(tls.key().reveal())))
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(tls.ca().reveal())));
    }
}
