package io.sluice.fault;

import io.sluice.support.BalanceSheet;
import io.sluice.support.Gateway;
import io.sluice.support.Load;
import io.sluice.support.Oracle;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long it takes until everything goes again: each node accepts an event, and each partition is stored up to there. */
final class Recovery {
    /** The longest by far is a start of everything on a machine that has other work. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Site site;
    private final Load load;

    Recovery(Site site, Load load) {
        this.site = site;
        this.load = load;
    }

    /** Waits; fails with Awaitility's ConditionTimeoutException when it takes too long. */
    Duration await() {
        long begun = System.nanoTime();
        Set<Gateway> well = new HashSet<>();
        waiting("every node accepts").until(() -> {
            for (Gateway gateway : site.gateways()) {
                if (!well.contains(gateway) && load.fresh(gateway)) {
                    well.add(gateway);
                }
            }
            return well.size() == site.gateways().size();
        });
        Map<String, Map<Integer, Long>> wanted = new HashMap<>();
        waiting("Kafka tells its ends").ignoreExceptions().until(() -> {
            for (Oracle oracle : load.oracles()) {
                wanted.put(oracle.stream(), BalanceSheet.ends(oracle.stream(), site.kafka()));
            }
            return true;
        });
        waiting("every partition is stored").ignoreExceptions().until(() -> isStored(wanted));
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
    }

    private boolean isStored(Map<String, Map<Integer, Long>> wanted) throws SQLException {
        for (Map.Entry<String, Map<Integer, Long>> stream : wanted.entrySet()) {
            Map<Integer, Long> stored = BalanceSheet.stored(stream.getKey(), site.table());
            if (!stream.getValue().entrySet().stream()
                    .allMatch(end -> stored.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return false;
            }
        }
        return true;
    }
}
