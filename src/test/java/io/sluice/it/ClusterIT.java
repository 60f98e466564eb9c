package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.ClusterSite;
import io.sluice.support.ClusterSite.Member;
import io.sluice.support.Demand;
import io.sluice.support.Event;
import io.sluice.support.Gateway;
import io.sluice.support.Load;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stages on nodes of their own, sites, quorums, and restarts of everything, under load. */
class ClusterIT extends ClusterCase {

    @Test
    void eachStageMayRunOnANodeOfItsOwn() throws Exception {
        site.node("database", List.of("database"));
        site.node("bridge", List.of("kafka"));
        site.node("validation", List.of("validation"));
        Member door = site.node("door", List.of("http")).ready();
        try (Load load = ClusterSite.loadOn(door)) {
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        Gateway.Answer bad = door.gateway().post("playback", "application/json", "{\"event\":7}");
        assertThat(bad.status()).isEqualTo(422);
    }

    @Test
    void aRollingRestartFailsNoRequestOfAClientThatTriesItsOtherAddress() throws Exception {
        site.with("shutdown", new JsonObject().put("notReady", "1s"));
        List<Member> members = List.of(site.node("a", ALL), site.node("b", ALL), site.node("c", ALL));
        members.forEach(Member::ready);
        List<Gateway> both = Stream.of(members.get(0), members.get(1))
                .map(member -> member.gateway().withoutKeepAlive())
                .toList();
        try (Load load = Load.on(both, List.of("playback"), List.of(), 4, Duration.ofMillis(5), 1)) {
            for (Member member : members) {
                more(load, 500);
                member.process().terminate();
                more(load, 500);
                member.start();
                member.ready();
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    @Test
    void theWholeClusterIsKilledAndStartedAtOnce() throws Exception {
        List<Member> members = List.of(site.node("a", ALL), site.node("b", ALL), site.node("c", ALL));
        members.forEach(Member::ready);
        try (Load load = ClusterSite.loadOn(members.toArray(Member[]::new))) {
            more(load, 500);
            for (Member member : members) {
                member.process().kill();
            }
            for (Member member : members) {
                member.start();
            }
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
        within(() -> members.get(0).cluster().getJsonArray("nodes").size() == 3);
    }

    @Test
    void withoutAQuorumNothingRunsUntilANodeJoins() throws Exception {
        Member first = site.node("first", ALL, "-quorum", "2");
        Member second = site.node("second", ALL, "-quorum", "2");
        first.ready();
        second.ready();
        try (Load load = ClusterSite.loadOn(first, second)) {
            more(load, 500);
            second.process().kill();
            within(() -> first.running().isEmpty());

            second.start();
            within(() -> first.running().equals(Set.copyOf(ALL)));
            second.ready();
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    @Test
    void aNodeThatIsKilledAsSoonAsItHasJoinedTakesNothingAlong() throws Exception {
        Member first = site.node("first", ALL).ready();
        Member second = site.node("second", ALL).ready();
        try (Load load = ClusterSite.loadOn(first, second)) {
            more(load, 500);
            Member brief = site.node("brief", ALL);
            within(() -> first.cluster().getJsonArray("nodes").size() == 3);
            brief.process().kill();
            within(() -> first.cluster().getJsonArray("nodes").size() == 2);

            second.process().kill();
            more(load, 500);
            load.stop();
            Demand.everyAcceptedEventOnce(load, servers);
        }
    }

    @Test
    void anEdgeWithoutADatabaseAndACoreHaveNothingButKafkaBetweenThem() throws Exception {
        try (ClusterSite core = new ClusterSite(servers, Files.createDirectory(folder.resolve("core")))) {
            Member edge = site.withoutDatabase("edge", EDGE).ready();
            Member storing = core.node("core", CORE).ready();
            try (Load load = ClusterSite.loadOn(edge)) {
                more(load, 500);
                load.stop();
                Demand.everyAcceptedEventOnce(load, servers);
            }
            assertThat(edge.cluster().getJsonArray("nodes")).hasSize(1);
            assertThat(storing.cluster().getJsonArray("nodes")).hasSize(1);
            Gateway.Answer accepted = edge.gateway().post("playback", "application/json", Event.text(1));
            assertThat(edge.gateway().receipt(accepted.receipt()).body().getString("state"))
                    .isEqualTo("accepted");
        }
    }
}
