package io.sluice.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold once everything has healed: missing 0, doubled 0, invented 0. */
public final class Demand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Demand() {}

    /** Waits until every accepted event is a row, and demands that nothing is there that may not be. */
    public static void everyAcceptedEventOnce(Load load, TestServers servers) throws SQLException {
        Table table = new Table(servers);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(table)).containsAll(load.accepted()));

        List<String> rows = table.column("select track_id from logs.playback");
        assertThat(rows).as("doubled").doesNotHaveDuplicates();
        assertThat(stored(table)).as("refused and stored").doesNotContainAnyElementsOf(orNone(load.refused()));
        assertThat(load.accepted().size() + load.unknown().size()).isGreaterThanOrEqualTo(rows.size());
        assertThat(table.number("select count(*) from sluice.trouble")).isZero();
        assertThat(table.column("select sum(stored) from sluice.event_count"))
                .containsExactly(String.valueOf(rows.size()));
    }

    private static Set<Long> stored(Table table) throws SQLException {
        return table.column("select track_id from logs.playback").stream()
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    /** AssertJ refuses an empty iterable here; -1 is never stored. */
    private static Set<Long> orNone(Set<Long> numbers) {
        return numbers.isEmpty() ? Set.of(-1L) : numbers;
    }
}
