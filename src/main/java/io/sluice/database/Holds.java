package io.sluice.database;

import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps a partition from being stored, so that the others go on. A transaction holds several partitions' batches; one
 * that PostgreSQL refuses for no known reason doesn't say whose fault it is:
 *
 * <pre>
 *   failed ──▶ suspect: one partition a transaction ── stored ──▶ cleared
 *                                                  └─ failed again ──▶ refused: an incident ── after 10 s ──▶ suspect
 * </pre>
 *
 * Pauses, and too many events in trouble, hold a partition until an operator resumes it. Used on one event loop.
 */
final class Holds {
    private final Vertx vertx;
    private final Pauses pauses;
    private final DatabaseHealth health;
    private final Runnable wake;
    private final Set<PartitionKey> suspects = new HashSet<>();
    private final Set<PartitionKey> refused = new HashSet<>();
    private final Map<PartitionKey, TroubleRate> rates = new HashMap<>();
    private final OwnedPartitions owned;

    /** {@code wake} is called when something may be stored again. */
    Holds(
            Vertx vertx,
            Pauses pauses,
            OwnedPartitions owned,
            DatabaseHealth health,
            Telemetry telemetry,
            Runnable wake) {
        this.vertx = vertx;
        this.pauses = pauses;
        this.owned = owned;
        this.health = health;
        this.wake = wake;
        telemetry.gauge(
                Metric.PAUSED_PARTITIONS,
                () -> owned.readers().stream().filter(pauses::isPaused).count());
    }

    boolean mayStore(PartitionReader reader) {
        return !refused.contains(reader.claim().key()) && !pauses.isPaused(reader);
    }

    /** Whether a transaction takes one partition only, because one of several is at fault. */
    boolean alone() {
        return suspects.stream().map(owned::find).anyMatch(reader -> reader != null && !pauses.isPaused(reader));
    }

    /** What isn't owned any more is somebody else's to judge. */
    void keepOnly(Collection<PartitionKey> keys) {
        suspects.retainAll(keys);
        refused.retainAll(keys);
        rates.keySet().retainAll(keys);
    }

    /** A transaction failed by a reason that doesn't pass and that couldn't be mended. */
    void failed(List<Batch> batches, Throwable first) {
        boolean isKnownSuspect =
                batches.size() == 1 && suspects.contains(batches.get(0).key());
        if (isKnownSuspect) {
            refuse(batches.get(0).key(), first);
        } else {
            batches.forEach(batch -> suspects.add(batch.key()));
        }
    }

    private void refuse(PartitionKey key, Throwable first) {
        suspects.remove(key);
        refused.add(key);
        String state = first instanceof PgException answer ? answer.getSqlState() : "none";
        String message = first instanceof PgException answer ? answer.getErrorMessage() : first.getMessage();
        health.incident(
                key,
                DatabaseHealth.Cause.REFUSED,
                "partition " + key.partition() + " of " + key.topic()
                        + ": PostgreSQL refuses to store from it, with state "
                        + state + ": " + message + "; it is tried again every "
                        + PartitionReader.INCIDENT_RECHECK.toSeconds() + " s");
        vertx.setTimer(PartitionReader.INCIDENT_RECHECK.toMillis(), timer -> {
            if (refused.remove(key)) {
                suspects.add(key);
                wake.run();
            }
        });
    }

    /** Something was committed: its partitions are cleared, and the share of events in trouble is judged. */
    void stored(Storer.Stored stored) {
        for (Batch batch : stored.batches()) {
            suspects.remove(batch.key());
            health.well(batch.key(), DatabaseHealth.Cause.REFUSED);
            health.well(batch.key(), DatabaseHealth.Cause.STALLED);
            long inTrouble = stored.troubles().stream()
                    .filter(trouble -> trouble.event().key().equals(batch.key()))
                    .count();
            TroubleRate rate = rates.computeIfAbsent(batch.key(), key -> new TroubleRate());
            rate.stored(batch.events(), inTrouble);
            PartitionReader reader = owned.find(batch.key());
            if (rate.isTooMuch() && reader != null) {
                rates.remove(batch.key());
                pauses.stop(reader, tooMuch(batch, rate));
            }
        }
    }

    private static String tooMuch(Batch batch, TroubleRate rate) {
        String stream = batch.stream().name();
        return "partition " + batch.key().partition() + " of " + batch.key().topic() + ": " + rate
                + " are in trouble, more than 5 % of them and at least " + TroubleRate.LEAST_IN_TROUBLE
                + ": storing is paused; look at the trouble queue, mend the cause, then sluice resume " + stream
                + " (POST /admin/resume {\"stream\":\"" + stream + "\"})";
    }
}
