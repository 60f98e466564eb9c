package io.sluice.message;

/**
 * The addresses of the event bus, in the order of the route. This list is the protocol; the bytes are in
 * docs/bus.md. Every hop is a request with a timeout. A request that fails with "no handlers" was certainly not
 * delivered and may be sent again; after a timeout its outcome is unknown.
 */
public enum Address {
    /**
     * From http to validation: check 1 to n requests and have the good ones appended.
     * Body {@link CheckBatch}; reply {@link Outcomes}, one for each request, in order. An accepted outcome means that
     * every replica in sync has the request's record.
     */
    CHECK("sluice.check"),
    /**
     * From validation to kafka: append 1 to n records. Also from http, for its own tallies of what it answered with 202.
     * Body {@link AppendBatch}; reply {@link Outcomes}, one for each record, in order; given when all are settled.
     */
    APPEND("sluice.append"),
    /**
     * From database and report to kafka: which topics and partitions are there?
     * Body {@link DescribeRequest}; reply {@link Described}, which names the bridge that answered.
     */
    DESCRIBE("sluice.describe"),
    /**
     * From database to one certain bridge, at {@link #at(String)} with the name from {@link Described}: the records from an offset on.
     * Body {@link FetchRequest}; reply {@link Fetched}. It waits for data as long as the question says. One question is
     * outstanding for each partition; a newer one ends the older (SUPERSEDED). Asking again is harmless.
     */
    FETCH("sluice.fetch"),
    /**
     * From http to database: what became of these positions?
     * Body {@link StatusRequest}; reply {@link Statuses}, one for each position, in order. Asking again is harmless: nobody
     * waits at this address, whoever waits asks in rounds.
     */
    STATUS("sluice.status"),
    /**
     * From the management port to database: what an operator asks; docs/bus.md lists the operations.
     * Body {@link AdminQuestion}; reply {@link AdminAnswer}. An operation that changes something says itself what asking twice
     * does.
     */
    ADMIN("sluice.admin"),
    /**
     * From the management port to report: what is asked about reports; docs/bus.md lists the operations.
     * Body {@link AdminQuestion}; reply {@link AdminAnswer}. Asking for a report twice makes it twice.
     */
    REPORT("sluice.report"),
    /**
     * From database to validation: would this event pass? Nothing is appended.
     * Body {@link VerifyRequest}; reply {@link Verified}. Asking again is harmless.
     */
    VERIFY("sluice.verify"),
    /**
     * From a node that joins a cluster to each of the others, at {@link #at(String)} with the other's Vert.x node id, and
     * from those to it: do we hear each other? No body; a reply without one. Asking again is harmless.
     */
    HELLO("sluice.hello"),
    /** Published by each node each second, for whoever looks: its {@link Statistics} as plain JSON. Nobody answers. */
    STATISTICS("sluice.statistics"),
    /**
     * Published by a dashboard while somebody looks at a live tail: which events, and where to send them. Plain JSON, repeated
     * each second; forgotten after three. Events come back at {@link #at(String)} with the dashboard's node's name.
     */
    TAIL("sluice.tail");

    private final String text;

    Address(String text) {
        this.text = text;
    }

    /** The address on the bus. */
    public String text() {
        return text;
    }

    /** The address of one certain instance: the common part, a dot, and the instance's name. */
    public String at(String instance) {
        return text + '.' + instance;
    }
}
