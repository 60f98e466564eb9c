package io.sluice.database;

import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this stage says of itself: never more than degraded, since senders notice nothing. Written on one event loop. */
final class DatabaseHealth {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final String PART = "database";

    private final Health health;
    private final Clock clock;
    private final Map<PartitionKey, String> incidents = new ConcurrentSkipListMap<>();
    private Map<String, String> refused = Map.of();
    private @Nullable Instant awaySince;
    private long openTrouble;
    private boolean looksFail;
    private boolean published;
    private String awayReason = "not asked yet";

    DatabaseHealth(Health health, Telemetry telemetry, Clock clock) {
        this.health = health;
        this.clock = clock;
        telemetry.gauge(Metric.INCIDENTS, incidents::size);
    }

    /** PostgreSQL can't be reached, or answers with something that has to pass. */
    void away(Throwable why) {
        awayReason = String.valueOf(why.getMessage());
        if (awaySince == null) {
            awaySince = clock.instant();
            LOG.atWarn().addKeyValue("reason", awayReason).log("PostgreSQL can't be used; records wait in Kafka");
        }
        publish();
    }

    /** PostgreSQL does what it is asked. */
    void back() {
        if (published && awaySince == null) {
            return;
        }
        if (awaySince != null) {
            LOG.atInfo().addKeyValue("since", awaySince).log("PostgreSQL can be used again");
        }
        awaySince = null;
        publish();
    }

    /** A look at offsets and leases succeeded; only what such a look had found missing is back by that. */
    void looked() {
        if (looksFail) {
            looksFail = false;
            back();
        }
    }

    /** A look at offsets and leases failed. */
    void looksFail(Throwable why) {
        looksFail = true;
        away(why);
    }

    /** Streams whose file contradicts their table; nothing of them is stored. */
    void refused(Map<String, String> reasons) {
        refused = reasons;
        reasons.forEach((stream, reason) -> LOG.atError()
                .addKeyValue("stream", stream)
                .addKeyValue("reason", reason)
                .log("stream refused"));
        publish();
    }

    void incident(PartitionKey key, String text) {
        if (!text.equals(incidents.put(key, text))) {
            LOG.atError()
                    .addKeyValue("topic", key.topic())
                    .addKeyValue("partition", key.partition())
                    .addKeyValue("reason", text)
                    .log("incident: nothing is stored from this partition until the log is what it was");
        }
        publish();
    }

    /** The partition is read again, or isn't this node's any more. */
    void well(PartitionKey key) {
        if (incidents.remove(key) != null) {
            publish();
        }
    }

    /** Entries of the trouble queue that wait for an operator: told, but no reason to call the stage degraded. */
    void openTrouble(long entries) {
        if (openTrouble != entries) {
            openTrouble = entries;
            if (published) {
                publish();
            }
        }
    }

    private void publish() {
        published = true;
        List<String> troubles = new ArrayList<>();
        if (awaySince != null) {
            troubles.add("PostgreSQL can't be used since " + awaySince + ": " + awayReason);
        }
        troubles.addAll(refused.values());
        troubles.addAll(incidents.values());
        if (troubles.isEmpty()) {
            health.set(
                    PART,
                    Health.Status.UP,
                    openTrouble == 0 ? "storing" : "storing; open entries in the trouble queue: " + openTrouble);
        } else {
            health.set(PART, Health.Status.DEGRADED, String.join("; ", troubles));
        }
    }
}
