package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cluster.Announcement.State;
import io.sluice.cluster.Neighbours.Change;
import io.sluice.config.Role;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is there. */
class NeighboursTest {
    private static final long SECOND = 1_000_000_000;

    private final Neighbours neighbours = new Neighbours(Duration.ofSeconds(3));

    @Test
    void aNodeJoinsWithItsFirstWord() {
        assertThat(neighbours.hear(node("a", State.RUNNING), 0)).isEqualTo(Change.JOINED);
        assertThat(neighbours.hear(node("a", State.RUNNING), SECOND)).isEqualTo(Change.NONE);
        assertThat(neighbours.all()).extracting(Announcement::node).containsExactly("a");
    }

    @Test
    void aNodeThatIsSilentForTooLongIsGoneOnce() {
        neighbours.hear(node("a", State.RUNNING), 0);

        assertThat(neighbours.silent(3 * SECOND)).isEmpty();
        assertThat(neighbours.silent(3 * SECOND + 1))
                .extracting(Announcement::node)
                .containsExactly("a");
        assertThat(neighbours.silent(4 * SECOND)).isEmpty();
    }

    @Test
    void aNodeThatWasSilentJoinsAgain() {
        neighbours.hear(node("a", State.RUNNING), 0);
        neighbours.silent(9 * SECOND);

        assertThat(neighbours.hear(node("a", State.RUNNING), 9 * SECOND)).isEqualTo(Change.JOINED);
    }

    @Test
    void aNodeThatEndsInOrderIsGoneAtOnce() {
        neighbours.hear(node("a", State.RUNNING), 0);

        assertThat(neighbours.hear(node("a", State.LEAVING), 1)).isEqualTo(Change.LEFT);
        assertThat(neighbours.all()).isEmpty();
    }

    @Test
    void wordsOfAMemberThatTheClusterHasLostCountNoMoreUntilItComesBack() {
        neighbours.hear(node("a", State.RUNNING), 0);

        assertThat(neighbours.memberLeft("member-a", 0))
                .extracting(Announcement::node)
                .containsExactly("a");
        assertThat(neighbours.hear(node("a", State.RUNNING), 1)).isEqualTo(Change.NONE);
        assertThat(neighbours.all()).isEmpty();

        neighbours.memberCame("member-a");
        assertThat(neighbours.hear(node("a", State.RUNNING), 2)).isEqualTo(Change.JOINED);
    }

    @Test
    void aMemberThatIsHeardLongAfterItsLossCountsAgain() {
        neighbours.hear(node("a", State.RUNNING), 0);
        neighbours.memberLeft("member-a", 0);

        assertThat(neighbours.hear(node("a", State.RUNNING), 6 * SECOND)).isEqualTo(Change.NONE);
        assertThat(neighbours.hear(node("a", State.RUNNING), 6 * SECOND + 1)).isEqualTo(Change.JOINED);
    }

    @Test
    void whatANodeWantedIsKeptWhenItIsGone() {
        neighbours.hear(node("a", State.RUNNING), 0);
        neighbours.memberLeft("member-a", 0);

        assertThat(neighbours.wanted()).isEqualTo(Map.of(Role.HTTP, 2));
    }

    @Test
    void anAnnouncementIsReadAsItWasWritten() {
        Announcement announcement = node("a", State.DRAINING);

        assertThat(Announcement.of(new JsonObject(announcement.json().encode())))
                .isEqualTo(announcement);
    }

    @Test
    void aNodeOfTheFirstReleaseReadsAndWritesVersion1() {
        JsonObject first = node("a", State.RUNNING).json();
        first.remove("wire");

        assertThat(Announcement.of(first).wire()).isEqualTo(new Announcement.Wire(Set.of(1), 1));
    }

    @Test
    void whatANewerNodeSaysBesideIsPassedOver() {
        JsonObject newer = node("a", State.RUNNING).json().put("mood", "good");
        newer.getJsonArray("running").add("oracle");

        assertThat(Announcement.of(newer)).isEqualTo(node("a", State.RUNNING));
    }

    private static Announcement node(String name, State state) {
        return new Announcement(
                name,
                "member-" + name,
                "g",
                "1",
                state,
                Set.of(Role.HTTP),
                Set.of(Role.HTTP),
                Set.of(),
                Map.of(Role.HTTP, 2),
                new Announcement.Wire(Set.of(1, 2), 2));
    }
}
