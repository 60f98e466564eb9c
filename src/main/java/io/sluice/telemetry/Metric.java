package io.sluice.telemetry;

import java.util.List;

/**
 * Every figure that a node tells of itself, in route order. docs/metrics.md lists the same, and a test keeps them equal.
 * In Prometheus a dot becomes an underscore, and a counter ends in {@code _total}.
 */
public enum Metric {
    RECEIVED_REQUESTS("sluice.received.requests", Kind.COUNTER, "requests", "POSTs whose body arrived", "stream"),
    RECEIVED_BYTES("sluice.received.bytes", Kind.COUNTER, "bytes", "bodies of those, inflated", "stream"),
    ACCEPTED_EVENTS("sluice.accepted.events", Kind.COUNTER, "events", "good ones answered with 202 or 207", "stream"),
    BAD_EVENTS("sluice.bad.events", Kind.COUNTER, "events", "bad ones taken along, answered with 207", "stream"),
    REJECTED_REQUESTS("sluice.rejected.requests", Kind.COUNTER, "requests", "answered with an error", "stream", "code"),
    REPLAYED_REQUESTS(
            "sluice.replayed.requests",
            Kind.COUNTER,
            "requests",
            "answered with an earlier 202 for the same Idempotency-Key and body",
            "stream"),
    LIMIT_REFUSALS(
            "sluice.limit.refusals",
            Kind.COUNTER,
            "refusals",
            "requests refused or connections ended because of a limit, by its configuration key",
            "limit"),
    IN_FLIGHT_REQUESTS("sluice.inflight.requests", Kind.GAUGE, "requests", "admitted and not answered"),
    IN_FLIGHT_BYTES("sluice.inflight.bytes", Kind.GAUGE, "bytes", "bodies of those"),
    REMEMBERED_KEYS("sluice.remembered.keys", Kind.GAUGE, "keys", "Idempotency-Keys that this node remembers"),
    CONNECTIONS("sluice.connections", Kind.GAUGE, "connections", "open on the public port"),
    WAITING_RECEIPTS("sluice.receipts.waiting", Kind.GAUGE, "receipts", "asked for with a wait and not yet answered"),
    REQUEST_TIME("sluice.request.time", Kind.TIMER, "seconds", "from a POST's head to its answer"),
    CHECK_TIME("sluice.check.time", Kind.TIMER, "seconds", "checking a batch of requests"),
    PRODUCED_RECORDS("sluice.produced.records", Kind.COUNTER, "records", "acknowledged by Kafka", "stream"),
    PRODUCED_EVENTS("sluice.produced.events", Kind.COUNTER, "events", "in those records", "stream"),
    PRODUCED_BYTES("sluice.produced.bytes", Kind.COUNTER, "bytes", "values of those records", "stream"),
    PRODUCE_FAILURES("sluice.produce.failures", Kind.COUNTER, "records", "not acknowledged", "stream", "code"),
    PRODUCE_TIME("sluice.produce.time", Kind.TIMER, "seconds", "from the bridge to Kafka's acknowledgement"),
    PRODUCER_BYTES("sluice.producer.bytes", Kind.GAUGE, "bytes", "handed to the producer and not acknowledged"),
    TOPIC_BYTES("sluice.topic.bytes", Kind.GAUGE, "bytes", "on Kafka's disks, one replica of each partition", "stream"),
    BUDGET_TIME(
            "sluice.budget.time",
            Kind.GAUGE,
            "seconds",
            "until kafka.topicBudget is used, at the present growth",
            "stream"),
    FETCHED_RECORDS("sluice.fetched.records", Kind.COUNTER, "records", "read back from Kafka", "stream"),
    FETCHED_BYTES("sluice.fetched.bytes", Kind.COUNTER, "bytes", "values of those", "stream"),
    STORED_EVENTS("sluice.stored.events", Kind.COUNTER, "events", "committed as rows", "stream"),
    STORED_BYTES("sluice.stored.bytes", Kind.COUNTER, "bytes", "payloads of those rows", "stream"),
    DUPLICATE_EVENTS(
            "sluice.duplicate.events",
            Kind.COUNTER,
            "events",
            "stored before, byte for byte: nothing was stored",
            "stream"),
    EXPIRED_IDS("sluice.expired.ids", Kind.COUNTER, "ids", "forgotten, being older than database.idWindow"),
    TROUBLE_EVENTS("sluice.trouble.events", Kind.COUNTER, "events", "committed to the trouble queue", "stream"),
    TROUBLE_OPEN(
            "sluice.trouble.open",
            Kind.GAUGE,
            "entries",
            "of the trouble queue that wait for an operator; every node with the role database tells all of them",
            "stream"),
    STORE_TIME("sluice.store.time", Kind.TIMER, "seconds", "a storing transaction"),
    STORE_DELAY("sluice.store.delay", Kind.TIMER, "seconds", "from append to commit, of a transaction's oldest record"),
    STORE_FAILURES("sluice.store.failures", Kind.COUNTER, "transactions", "rolled back", "state"),
    POSTGRES_AWAY("sluice.postgres.away", Kind.GAUGE, "seconds", "since PostgreSQL can't be used; 0 while it can"),
    BACKLOG_RECORDS("sluice.backlog.records", Kind.GAUGE, "records", "in Kafka and not stored", "stream", "partition"),
    BACKLOG_EVENTS(
            "sluice.backlog.events", Kind.GAUGE, "events", "in those, as far as can be told", "stream", "partition"),
    BACKLOG_BYTES(
            "sluice.backlog.bytes",
            Kind.GAUGE,
            "bytes",
            "values of those, as far as can be told",
            "stream",
            "partition"),
    BACKLOG_AGE(
            "sluice.backlog.age",
            Kind.GAUGE,
            "seconds",
            "since the next one to store was appended",
            "stream",
            "partition"),
    DRAIN_TIME(
            "sluice.drain.time",
            Kind.GAUGE,
            "seconds",
            "until those are stored, at the present rate",
            "stream",
            "partition"),
    OWNED_PARTITIONS("sluice.owned.partitions", Kind.GAUGE, "partitions", "that this node stores from"),
    PAUSED_PARTITIONS("sluice.paused.partitions", Kind.GAUGE, "partitions", "owned and not stored, because of a pause"),
    LOST_RECORDS("sluice.lost.records", Kind.GAUGE, "records", "in gaps that nobody acknowledged, as far as known"),
    INCIDENTS(
            "sluice.incidents", Kind.GAUGE, "partitions", "stopped by something that only passes when it is looked at"),
    EXPORTED_ROWS(
            "sluice.exported.rows", Kind.COUNTER, "rows", "written to a file before their day was dropped", "stream"),
    EXPORT_FAILURES(
            "sluice.export.failures", Kind.COUNTER, "days", "not exported: each try counts, the day stays", "stream"),
    UNEVEN_BALANCE(
            "sluice.balance.uneven",
            Kind.GAUGE,
            "cells",
            "where the balance sheet of the last 24 hours doesn't hold, partitions included"),
    AUDIT_DIFFERENCES(
            "sluice.audit.differences",
            Kind.GAUGE,
            "differences",
            "that the audit in the background found and nobody accepted; every node with the role database tells all"),
    AUDIT_AGE(
            "sluice.audit.age",
            Kind.GAUGE,
            "seconds",
            "since the audit in the background last ended a day of the stream that waits longest, or this node began"),
    DASHBOARD_CONNECTIONS(
            "sluice.dashboard.connections", Kind.GAUGE, "connections", "browsers and programs at this node's bridge"),
    DASHBOARD_SKIPPED(
            "sluice.dashboard.skipped",
            Kind.COUNTER,
            "messages",
            "that a newer one took the place of, because who listens reads slowly"),
    DASHBOARD_REFUSED(
            "sluice.dashboard.refused",
            Kind.COUNTER,
            "refusals",
            "of connections over dashboard.maxConnections, and of what the bridge doesn't permit"),
    UNREADY("sluice.unready.nodes", Kind.GAUGE, "nodes", "1 while this node isn't ready, else 0"),
    CLUSTER_NODES("sluice.cluster.nodes", Kind.GAUGE, "nodes", "that this one hears, itself among them"),
    CLUSTER_JOINS("sluice.cluster.joins", Kind.COUNTER, "nodes", "heard for the first time"),
    CLUSTER_LEAVES("sluice.cluster.leaves", Kind.COUNTER, "nodes", "that ended, were lost, or aren't heard any more"),
    UNCOVERED_ROLES("sluice.cluster.uncovered", Kind.GAUGE, "roles", "1 while too few nodes run it", "role"),
    FAILOVER_TIME(
            "sluice.failover.time",
            Kind.TIMER,
            "seconds",
            "from the loss of a node that ran a role to the role's start on this one",
            "role"),
    ROLE_FAILURES(
            "sluice.role.failures",
            Kind.COUNTER,
            "failures",
            "of a role on this node, after which it is restarted",
            "role"),
    ROLLUP_AGE("sluice.rollup.age", Kind.GAUGE, "seconds", "since the rollups last took up what was stored"),
    REPORTS_MADE("sluice.reports.made", Kind.COUNTER, "reports", "by whether their day was complete", "complete");

    /** What kind of figure it is. */
    public enum Kind {
        COUNTER,
        GAUGE,
        TIMER
    }

    private final String text;
    private final Kind kind;
    private final String unit;
    private final String meaning;
    /** Names of the labels, with a comma between them: an enum holds no array. */
    private final String labels;

    Metric(String text, Kind kind, String unit, String meaning, String... labels) {
        this.text = text;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
        this.labels = String.join(",", labels);
    }

    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    /** Names of its labels, in the order in which {@link Telemetry} takes their values. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
