package io.sluice.database;

import io.sluice.telemetry.Health;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
    /** Why a partition stands still. */
    enum Cause {
        /** The log is not what it was. */
        LOG,
        /** PostgreSQL refuses what is stored, with a state that is on no list. */
        REFUSED,
        /** There is a backlog, and nothing is stored for no known reason. */
        STALLED
    }

    private record Incident(String text, Instant since) {}

    private record Stop(PartitionKey key, Cause cause) implements Comparable<Stop> {
        private static final Comparator<Stop> ORDER =
                Comparator.comparing(Stop::key).thenComparing(Stop::cause);

        @Override
        public int compareTo(Stop other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<Stop, Incident> incidents = new ConcurrentSkipListMap<>();
    private volatile List<Pause> pauses = List.of();
    private List<String> notExported = List.of();
    private String backlog = "";
    private Map<String, String> refused = Map.of();
    private volatile @Nullable Instant awaySince;
    private long openTrouble;
    private boolean looksFail;
    private boolean published;
    private String awayReason = "not asked yet";

    DatabaseHealth(Health health, Telemetry telemetry, Clock clock) {
        this.health = health;
        this.clock = clock;
        telemetry.gauge(Metric.INCIDENTS, this::stopped);
        telemetry.gauge(Metric.POSTGRES_AWAY, this::secondsAway);
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

    private long secondsAway() {
        Instant since = awaySince;
        return since == null ? 0 : Duration.between(since, clock.instant()).toSeconds();
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

    boolean isAway() {
        return awaySince != null;
    }

    /** What waits in Kafka, in a sentence; empty when nothing does. */
    void backlog(String text) {
        if (!text.equals(backlog)) {
            backlog = text;
            publish();
        }
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

    /** Streams whose table can't be made what their file says; nothing of them is stored. */
    void refused(Map<String, String> reasons) {
        if (reasons.equals(refused)) {
            return;
        }
        refused = reasons;
        reasons.forEach((stream, reason) -> LOG.atError()
                .addKeyValue("stream", stream)
                .addKeyValue("reason", reason)
                .log("stream refused"));
        publish();
    }

    /** Partitions that stand still, by whatever cause; asked from any thread. */
    private long stopped() {
        long byPause = pauses.stream().filter(Pause::incident).count();
        return byPause + incidents.keySet().stream().map(Stop::key).distinct().count();
    }

    void incident(PartitionKey key, Cause cause, String text) {
        Stop stop = new Stop(key, cause);
        Incident known = incidents.get(stop);
        Instant since = known == null ? clock.instant() : known.since();
        incidents.put(stop, new Incident(text, since));
        if (known == null || !text.equals(known.text())) {
            LOG.atError()
                    .addKeyValue("topic", key.topic())
                    .addKeyValue("partition", key.partition())
                    .addKeyValue("reason", text)
                    .addKeyValue("since", since)
                    .log("incident: nothing is stored from this partition until that has changed");
        }
        publish();
    }

    /** Since when that partition stands still by this cause, or null. */
    @Nullable
    Instant since(PartitionKey key, Cause cause) {
        Incident known = incidents.get(new Stop(key, cause));
        return known == null ? null : known.since();
    }

    /** This cause is gone. */
    void well(PartitionKey key, Cause cause) {
        if (incidents.remove(new Stop(key, cause)) != null) {
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

    /** The partition isn't this node's any more. */
    void forget(PartitionKey key) {
        if (incidents.keySet().removeIf(stop -> stop.key().equals(key))) {
            publish();
        }
    }

    /** What isn't stored because of a pause. */
    void paused(List<Pause> now) {
        pauses = now;
        publish();
    }

    /** Days that were to be exported and couldn't be, in a sentence each. */
    void notExported(List<String> days) {
        if (!days.equals(notExported)) {
            notExported = days;
            publish();
        }
    }

    private void publish() {
        published = true;
        List<String> troubles = new ArrayList<>();
        if (awaySince != null) {
            troubles.add("PostgreSQL can't be used since " + awaySince + ": " + awayReason);
        }
        troubles.addAll(refused.values());
        incidents.values().forEach(incident -> troubles.add(incident.text() + " (since " + incident.since() + ')'));
        pauses.forEach(pause -> troubles.add(pause.text() + " (since " + pause.since() + ')'));
        troubles.addAll(notExported);
        if (troubles.isEmpty()) {
            String open = openTrouble == 0 ? "" : "; open entries in the trouble queue: " + openTrouble;
            health.set(PART, Health.Status.UP, (backlog.isEmpty() ? "storing" : "storing; " + backlog) + open);
        } else {
            if (!backlog.isEmpty()) {
                troubles.add(backlog);
            }
            health.set(PART, Health.Status.DEGRADED, String.join("; ", troubles));
        }
    }
}
