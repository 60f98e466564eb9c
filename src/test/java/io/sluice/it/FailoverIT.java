package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Demand;
import io.sluice.support.Event;
import io.sluice.support.Load;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes of a cluster die, hang and come back, under load: every wanted role runs somewhere, and nothing is lost. */
class FailoverIT extends ClusterCase {
    /** What is missing without the edge: the bridge runs on the core too. */
    private static final Set<String> ONLY_EDGE = Set.of("http", "validation");

    @Test
    void aSpareServesForADeadEdgeAndGivesItsRolesBack() throws Exception {
        Member core = site.node("core", CORE).ready();
        Member edge = site.node("edge", EDGE).ready();
        Member spare = site.spare("spare", ALL).ready();
        try (Load load = ClusterSite.loadOn(edge, spare)) {
            more(load, 500);

            edge.process().kill();
            within(() -> spare.running().equals(ONLY_EDGE));
            more(load, 500);

            edge.start();
            edge.ready();
            within(() -> spare.running().isEmpty());
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(covered(core)).isTrue();
        assertThat(spare.process().output()).contains("failover of http from ");
    }

    @Test
    void oneNodeAfterTheOtherIsKilledAndTheLastOneServes() throws Exception {
        Member first = site.node("first", ALL).ready();
        Member second = site.node("second", ALL).ready();
        Member third = site.node("third", ALL).ready();
        try (Load load = ClusterSite.loadOn(first, second, third)) {
            more(load, 500);
            first.process().kill();
            more(load, 500);
            second.process().kill();
            within(() -> third.cluster().getJsonArray("nodes").size() == 1);
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(covered(third)).isTrue();
    }

    @Test
    void twoNodesThatDieInTheSameSecondAreBothStoodInFor() throws Exception {
        Member core = site.node("core", CORE).ready();
        Member edge = site.node("edge", EDGE).ready();
        Member spare = site.spare("spare", ALL).ready();
        try (Load load = ClusterSite.loadOn(edge, spare)) {
            more(load, 500);

            core.process().kill();
            edge.process().kill();
            within(() -> spare.running().containsAll(ALL));
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    @Test
    void aNodeThatHangsIsStoodInForAndDoesNoHarmWhenItGoesOn() throws Exception {
        Member core = site.node("core", CORE).ready();
        Member edge = site.node("edge", EDGE).ready();
        Member spare = site.spare("spare", ALL).ready();
        try (Load load = ClusterSite.loadOn(edge, spare)) {
            more(load, 500);

            core.process().pause();
            edge.process().pause();
            within(() -> spare.running().containsAll(ALL));
            // Each sender waits half a minute whenever it turns to the edge.
            more(load, 20);
            core.process().resume();
            edge.process().resume();
            within(() -> spare.running().isEmpty());
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(covered(core)).isTrue();
    }

    @Test
    void aWholeGroupIsKilledAndServesAgainWhenItComesBack() throws Exception {
        Member core = site.node("core", CORE).ready();
        List<Member> edges = List.of(
                site.node("edge-1", EDGE).ready(), site.node("edge-2", EDGE).ready());
        Member spare = site.spare("spare", ALL).ready();
        try (Load load = ClusterSite.loadOn(edges.get(0), edges.get(1), spare)) {
            more(load, 500);

            for (Member edge : edges) {
                edge.process().kill();
            }
            within(() -> spare.running().equals(ONLY_EDGE));
            more(load, 500);

            for (Member edge : edges) {
                edge.start();
            }
            edges.forEach(Member::ready);
            within(() -> spare.running().isEmpty());
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        assertThat(covered(core)).isTrue();
    }

    @Test
    void aRoleThatFailsAgainAndAgainIsLeftToAnotherNodeAsLongAsThereIsOne() throws Exception {
        JsonObject soon = new JsonObject().put("restart", "200ms").put("restarts", 3);
        Member node = site.node("node", ALL, soon).ready();
        Member spare = site.spare("spare", ALL).ready();
        JsonObject drain = new JsonObject().put("node", node.name());
        node.gateway().administer("drain", drain);
        try (ServerSocket busy = new ServerSocket(node.gateway().http(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(busy.isBound()).isTrue();
            node.gateway().administer("drain", drain.put("undo", true));
            within(() -> node.process().output().contains("a role failed too often here and is left to another node"));
        }
        within(() -> spare.running().equals(Set.of("http")));
        assertThat(node.gateway().manage("/health").body().encode())
                .containsPattern("left to other nodes after [3-9] failures");
        assertThat(spare.gateway()
                        .post("playback", "application/json", Event.text(1))
                        .isAccepted())
                .isTrue();
        assertThat(node.running()).doesNotContain("http");

        spare.process().kill();

        within(() -> node.gateway()
                .post("playback", "application/json", Event.text(2))
                .isAccepted());
    }

    @Test
    void aStartThatFailsOnTheFirstFailoverIsTriedAgain() throws Exception {
        site.node("core", CORE).ready();
        Member edge = site.node("edge", EDGE).ready();
        Member spare = site.spare("spare", ALL).ready();
        try (ServerSocket busy = new ServerSocket(spare.gateway().http(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(busy.isBound()).isTrue();
            edge.process().kill();
            within(() -> spare.process().output().contains("a role failed here"));
        }
        within(() -> spare.running().equals(ONLY_EDGE));
        assertThat(spare.gateway().manage("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void whatIsWantedTwiceRunsTwice() throws Exception {
        JsonObject twice =
                new JsonObject().put("wanted", new JsonObject().put("http", 2).put("database", 1));
        Member first = site.node("first", ALL, twice).ready();
        Member second = site.node("second", ALL, twice).ready();
        Member spare = site.spare("spare", ALL, twice).ready();
        assertThat(spare.running()).isEmpty();

        first.process().kill();

        within(() -> spare.running().equals(Set.of("http")));
        assertThat(covered(second)).isTrue();
    }

    @Test
    void aDrainedNodeRunsNothingUntilItIsTakenBack() throws Exception {
        Member core = site.node("core", CORE).ready();
        Member edge = site.node("edge", EDGE).ready();
        Member spare = site.spare("spare", ALL).ready();
        try (Load load = ClusterSite.loadOn(edge, spare)) {
            more(load, 500);

            JsonObject drain = new JsonObject().put("node", edge.name());
            assertThat(core.gateway().administer("drain", drain).body().getString("state"))
                    .isEqualTo("drained");
            assertThat(edge.running()).isEmpty();
            assertThat(spare.running()).isEqualTo(ONLY_EDGE);
            assertThat(edge.gateway().manage("/health/ready").status()).isEqualTo(503);
            more(load, 500);

            assertThat(core.gateway()
                            .administer("drain", drain.put("undo", true))
                            .status())
                    .isEqualTo(200);
            within(() -> edge.running().containsAll(EDGE) && spare.running().isEmpty());
            more(load, 500);

            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    private static boolean covered(Member member) throws IOException, InterruptedException {
        return member.cluster().getJsonArray("uncovered").isEmpty();
    }
}
