package io.sluice.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What must hold once everything has healed: missing 0, doubled 0, invented 0, payloads equal, the balance sheet even. */
public final class Demand {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Demand() {}

    /** Waits until everything that lies in Kafka is stored, and demands that what is there is what may be. */
    public static void everyAcceptedEventOnce(Load load, TestServers servers) throws SQLException {
        assertThat(violations(load, new Table(servers), servers.kafka(), PATIENCE))
                .isEmpty();
    }

    /** What doesn't hold; the senders have ended. Waits so long for what isn't stored yet. */
    public static List<Violation> violations(Load load, Table table, String kafka, Duration patience)
            throws SQLException {
        List<Violation> violations = new ArrayList<>();
        try {
            awaitDrained(load, table, kafka, patience);
        } catch (ConditionTimeoutException e) {
            violations.addAll(BalanceSheet.drained(load.oracles(), table, kafka));
        }
        violations.addAll(Books.check(load.oracles(), table));
        violations.addAll(BalanceSheet.check(load.oracles(), table, kafka));
        return violations;
    }

    /** Waits until everything that lies in Kafka is stored; fails with ConditionTimeoutException. */
    public static void awaitDrained(Load load, Table table, String kafka, Duration patience) {
        Awaitility.await("everything is stored")
                .atMost(patience)
                .ignoreExceptions()
                .until(() -> BalanceSheet.drained(load.oracles(), table, kafka).isEmpty());
    }
}
