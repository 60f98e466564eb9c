package io.sluice.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void theSameSeedGivesTheSameRoundsAndAnotherGivesOthers() {
        List<String> rounds = rounds(new Schedule(7, true), 100);

        assertThat(rounds(new Schedule(7, true), 100)).isEqualTo(rounds);
        assertThat(rounds(new Schedule(8, true), 100)).isNotEqualTo(rounds);
    }

    @Test
    void theFirstRoundsHaveEachKindOnce() {
        List<Kind> kinds = firstDeck(new Schedule(1, true));

        assertThat(kinds).contains(Kind.values());
    }

    @Test
    void withoutDisksNoneIsFilled() {
        Schedule schedule = new Schedule(1, false);

        List<Kind> kinds = Stream.generate(schedule::next)
                .limit(200)
                .flatMap(round -> round.faults().stream())
                .map(Fault::kind)
                .toList();

        assertThat(kinds).noneMatch(Kind::needsADisk);
        assertThat(EnumSet.copyOf(kinds))
                .isEqualTo(EnumSet.copyOf(Stream.of(Kind.values())
                        .filter(Predicate.not(Kind::needsADisk))
                        .toList()));
    }

    @Test
    void noTwoFaultsOfARoundMeet() {
        Schedule schedule = new Schedule(3, true);

        for (int i = 0; i < 500; i++) {
            Set<String> targets = new HashSet<>();
            Round round = schedule.next();

            assertThat(round.faults())
                    .isNotEmpty()
                    .allMatch(fault -> targets.add(fault.kind().target() + " " + fault.which()));
        }
    }

    private static List<Kind> firstDeck(Schedule schedule) {
        List<Kind> kinds = new ArrayList<>();
        while (!schedule.hasShownAll()) {
            schedule.next().faults().forEach(fault -> kinds.add(fault.kind()));
        }
        return kinds;
    }

    private static List<String> rounds(Schedule schedule, int count) {
        return Stream.generate(schedule::next).limit(count).map(Round::toString).toList();
    }
}
