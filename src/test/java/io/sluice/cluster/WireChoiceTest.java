package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cluster.Announcement.State;
import io.sluice.cluster.Announcement.Wire;
import io.sluice.message.WireVersion;
import io.sluice.telemetry.Health;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class WireChoiceTest {
    private static final Announcement OLD = node("old", Wire.FIRST);
    private static final Announcement PRESENT = node("present", new Wire(Set.of(1, 2), 1));

    private final Health health = new Health();
    private WireVersion wire;

    @BeforeEach
    void start(Vertx vertx) {
        wire = WireVersion.of(vertx);
    }

    @Test
    void theOlderVersionIsWrittenUntilTheSettingsSayOtherwise() {
        choice(1).settle(List.of(PRESENT), true);

        assertThat(wire.written()).isEqualTo(1);
    }

    @Test
    void theNewerOneIsWrittenOnceAllWereHeardAndReadIt() {
        WireChoice choice = choice(2);

        choice.settle(List.of(PRESENT), false);
        assertThat(wire.written()).isEqualTo(1);

        choice.settle(List.of(PRESENT), true);
        assertThat(wire.written()).isEqualTo(2);
        assertThat(choice.own()).isEqualTo(new Wire(Set.of(1, 2), 2));
        assertThat(health.overall()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aNodeThatReadsOnlyTheOlderOneHoldsItBackAndIsNamedUntilItIsGone() {
        WireChoice choice = choice(2);
        choice.settle(List.of(PRESENT), true);

        choice.settle(List.of(OLD, PRESENT), true);
        assertThat(wire.written()).isEqualTo(1);
        assertThat(health.overall()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.parts().get("wire").detail())
                .isEqualTo("cluster.wire is 2, which isn't read by old: until that is updated or has left, this node"
                        + " writes 1");

        choice.settle(List.of(PRESENT), true);
        assertThat(wire.written()).isEqualTo(2);
        assertThat(health.parts()).isEmpty();
    }

    @Test
    void whereNoVersionSuitsAllTheSettingsCount() {
        choice(2).settle(List.of(PRESENT, node("later", new Wire(Set.of(3, 4), 3))), true);

        assertThat(wire.written()).isEqualTo(2);
        assertThat(health.overall()).isEqualTo(Health.Status.DEGRADED);
    }

    private WireChoice choice(int wanted) {
        return new WireChoice(wire, wanted, health);
    }

    private static Announcement node(String name, Wire wire) {
        return new Announcement(name, name, "", "1", State.RUNNING, Set.of(), Set.of(), Set.of(), Map.of(), wire);
    }
}
