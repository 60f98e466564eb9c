package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Demand;
import io.sluice.support.Load;
import io.sluice.support.Ports;
import io.sluice.support.TestNetwork;
import io.sluice.support.TestNetwork.Host;
import io.sluice.support.TestProxy;
import io.sluice.support.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hosts of a cluster are cut off for longer than the failure limit, under load, and come back: each with its wire pulled,
 * in a network namespace of its own.
 *
 * <pre>
 *   (1) door cut from the others only ─▶ (2) healed ─▶ (3) core cut from everything ─▶ (4) healed ─▶ (5) third killed
 * </pre>
 */
@ExtendWith(VertxExtension.class)
class CutIT extends ClusterCase {
    private TestNetwork network;

    @BeforeEach
    @Override
    void start() throws IOException, InterruptedException {
        try {
            network = TestNetwork.of(3);
        } catch (IOException e) {
            System.err.println("CutIT IS LEFT OUT: no network namespaces here (they need root and iproute2): " + e);
            abort("no network namespaces: " + e.getMessage());
        }
        super.start();
    }

    /** They are told first where their clients come to. */
    @Override
    TestServers newServers() throws IOException {
        return TestServers.stopped();
    }

    @AfterEach
    @Override
    void stop() throws IOException {
        super.stop();
        if (network != null) {
            network.close();
        }
    }

    @Test
    void aHostThatWasCutOffIsAMemberAgainAndNothingIsLost(Vertx vertx) throws Exception {
        String kafka = way(vertx, servers.kafkaPort());
        String postgres = way(vertx, servers.postgresPort());
        servers.startPostgres();
        servers.startKafka(kafka);
        Host doorHost = network.hosts().get(0);
        Host coreHost = network.hosts().get(1);
        Member core = site.node("core", CORE, network, coreHost, kafka, postgres);
        Member third = site.node("third", ALL, network, network.hosts().get(2), kafka, postgres);
        Member door = site.node("door", List.of("http", "validation"), network, doorHost, kafka, postgres);
        List<Member> members = List.of(door, core, third);
        members.forEach(Member::ready);
        try (Load load = ClusterSite.loadOn(door, third)) {
            within(() -> areOne(members));
            more(load, 500);

            // (1)
            doorHost.cutFromCluster();
            within(() -> sees(core, 2) && sees(third, 2) && sees(door, 1));
            more(load, 200);
            // (2)
            doorHost.heal();
            within(() -> areOne(members) && load.fresh(door.gateway()));
            more(load, 500);

            // (3)
            coreHost.cut();
            within(() -> sees(door, 2) && sees(third, 2) && sees(core, 1));
            more(load, 200);
            // (4)
            coreHost.heal();
            within(() -> areOne(members) && load.fresh(door.gateway()));
            more(load, 500);

            // (5) The two that were cut off have only each other.
            third.process().kill();
            within(() -> sees(door, 2) && load.fresh(door.gateway()));
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(door.cluster().getJsonArray("uncovered")).isEmpty();
    }

    /** The servers listen on this machine's own address only: what leads there from the hosts' network. */
    private String way(Vertx vertx, int server) throws Exception {
        int port = Ports.free();
        new TestProxy(vertx, server)
                .start(network.here(), port)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return network.here() + ':' + port;
    }

    /** Each knows all, and nothing is missing. */
    private static boolean areOne(List<Member> members) throws IOException, InterruptedException {
        for (Member member : members) {
            JsonObject cluster = member.cluster();
            if (cluster.getJsonArray("nodes").size() != members.size()
                    || !cluster.getJsonArray("uncovered").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean sees(Member member, int nodes) throws IOException, InterruptedException {
        return member.cluster().getJsonArray("nodes").size() == nodes;
    }
}
