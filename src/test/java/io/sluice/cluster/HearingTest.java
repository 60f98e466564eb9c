package io.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final List<String> MEMBERS = List.of("a", "b", "c");

    private final Hearing hearing = new Hearing();

    @Test
    void whoIsAloneIsNotRefused() {
        assertThat(hearing.isRefused(List.of())).isFalse();
        assertThat(hearing.open(List.of())).isEmpty();
    }

    @Test
    void whoHasAnsweredIsNotAskedAgain() {
        hearing.silent("a");
        hearing.heard("a");
        hearing.silent("a");

        assertThat(hearing.open(MEMBERS)).containsExactly("b", "c");
        assertThat(hearing.isRefused(MEMBERS)).isFalse();
    }

    @Test
    void ifHalfOfThemAreSilentItIsThisNode() {
        hearing.heard("a");
        hearing.silent("b");

        assertThat(hearing.isRefused(MEMBERS)).isTrue();
        assertThat(hearing.silentAmong(MEMBERS)).containsExactly("b");
    }

    @Test
    void ifFewerAreSilentItIsThey() {
        hearing.heard("a");
        hearing.heard("b");
        hearing.silent("c");

        assertThat(hearing.isRefused(MEMBERS)).isFalse();
    }

    @Test
    void whoHasNoAddressOnTheBusYetOrHasLeftDoesNotCount() {
        hearing.silent("gone");

        assertThat(hearing.isRefused(MEMBERS)).isFalse();
        assertThat(hearing.silentAmong(MEMBERS)).isEmpty();
    }
}
