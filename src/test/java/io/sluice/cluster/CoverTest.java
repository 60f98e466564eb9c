package io.sluice.cluster;

import static io.sluice.config.Role.DATABASE;
import static io.sluice.config.Role.HTTP;
import static io.sluice.config.Role.KAFKA;
import static io.sluice.config.Role.VALIDATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cluster.Announcement.State;
import io.sluice.config.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who stands in for whom. */
class CoverTest {
    private static final Set<Role> EDGE = Set.of(HTTP, VALIDATION, KAFKA);
    private static final Set<Role> ALL = Set.of(Role.values());
    private static final Map<Role, Integer> ONE_OF_EACH = Map.of(HTTP, 1, VALIDATION, 1, KAFKA, 1, DATABASE, 1);

    @Test
    void nothingIsToDoWhileEveryRoleRuns() {
        List<Announcement> nodes = List.of(node("edge", EDGE), node("core", Set.of(KAFKA, DATABASE)), spare("spare"));

        assertThat(Cover.steps("spare", nodes, ONE_OF_EACH)).isEqualTo(new Cover.Steps(Set.of(), Set.of()));
    }

    @Test
    void aSpareTakesWhatFellBelowItsMinimum() {
        List<Announcement> nodes = List.of(node("core", Set.of(KAFKA, DATABASE)), spare("spare"));

        assertThat(Cover.steps("spare", nodes, ONE_OF_EACH).take()).containsExactlyInAnyOrder(HTTP, VALIDATION);
    }

    @Test
    void onlyAsManySparesComeAsAreMissing() {
        List<Announcement> nodes =
                List.of(node("edge", EDGE), node("core", Set.of(KAFKA)), spare("spare-1"), spare("spare-2"));

        assertThat(Cover.steps("spare-1", nodes, ONE_OF_EACH).take()).containsExactly(DATABASE);
        assertThat(Cover.steps("spare-2", nodes, ONE_OF_EACH).take()).isEmpty();
    }

    @Test
    void twoSparesComeWhereTwoAreMissing() {
        List<Announcement> nodes = List.of(spare("spare-1"), spare("spare-2"), spare("spare-3"));

        assertThat(Cover.steps("spare-2", nodes, Map.of(HTTP, 2)).take()).containsExactly(HTTP);
        assertThat(Cover.steps("spare-3", nodes, Map.of(HTTP, 2)).take()).isEmpty();
    }

    @Test
    void aSpareComesBeforeANodeWithWorkOfItsOwn() {
        Announcement willing = new Announcement(
                "core",
                "core",
                "",
                "1",
                State.RUNNING,
                Set.of(DATABASE),
                Set.of(DATABASE, HTTP),
                Set.of(DATABASE),
                Map.of(),
                Announcement.Wire.FIRST);
        List<Announcement> nodes = List.of(willing, spare("spare"));

        assertThat(Cover.steps("core", nodes, Map.of(HTTP, 1)).take()).isEmpty();
        assertThat(Cover.steps("core", List.of(willing), Map.of(HTTP, 1)).take())
                .containsExactly(HTTP);
    }

    @Test
    void aRoleThatItsOwnNodesRunAgainIsGivenBackByOneStandIn() {
        List<Announcement> nodes =
                List.of(node("edge", EDGE), standingIn("spare-1", EDGE), standingIn("spare-2", EDGE));

        assertThat(Cover.steps("spare-2", nodes, Map.of(HTTP, 2)).giveBack())
                .containsExactlyInAnyOrder(HTTP, VALIDATION, KAFKA);
        assertThat(Cover.steps("spare-1", nodes, Map.of(HTTP, 2)).giveBack())
                .containsExactlyInAnyOrder(VALIDATION, KAFKA);
    }

    @Test
    void aNodeNeverGivesItsOwnRolesBack() {
        List<Announcement> nodes = List.of(node("a", ALL), node("b", ALL));

        assertThat(Cover.steps("b", nodes, ONE_OF_EACH).giveBack()).isEmpty();
    }

    @Test
    void aNodeThatDrainsCountsNoMoreAndTakesNothing() {
        Announcement draining = new Announcement(
                "edge", "edge", "", "1", State.DRAINING, EDGE, EDGE, EDGE, Map.of(), Announcement.Wire.FIRST);
        List<Announcement> nodes = List.of(draining, spare("spare"));

        assertThat(Cover.steps("spare", nodes, Map.of(HTTP, 1)).take()).containsExactly(HTTP);
        assertThat(Cover.steps("edge", nodes, Map.of(DATABASE, 1)).take()).isEmpty();
    }

    @Test
    void aRoleThatNobodyCanRunIsNamed() {
        List<Announcement> nodes = List.of(node("edge", EDGE));

        assertThat(Cover.uncovered(nodes, ONE_OF_EACH)).containsExactly(DATABASE);
    }

    private static Announcement node(String name, Set<Role> roles) {
        return new Announcement(
                name, name, "", "1", State.RUNNING, roles, roles, roles, Map.of(), Announcement.Wire.FIRST);
    }

    private static Announcement spare(String name) {
        return standingIn(name, Set.of());
    }

    private static Announcement standingIn(String name, Set<Role> roles) {
        return new Announcement(
                name, name, "", "1", State.RUNNING, Set.of(), ALL, roles, Map.of(), Announcement.Wire.FIRST);
    }
}
