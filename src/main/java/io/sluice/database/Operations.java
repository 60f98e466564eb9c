package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.sluice.config.Streams;
import io.sluice.message.Bus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator can ask of this stage: a new operation is a class and a line here, and in docs/bus.md. */
final class Operations {
    /** The server ends a statement that takes too long before we do: its word for it tells more than our silence. */
    static final Duration SERVER_FIRST = Duration.ofSeconds(2);

    /** A count of rows reads a day of them; the question itself waits for a minute. */
    private static final Duration READING = Duration.ofSeconds(50);

    private final DatabaseConfig config;
    private final Bus bus;
    private final Streams streams;
    private final Connections connections;
    private final HeldConnection control;
    private final HeldConnection asking;
    private final BridgeClient bridge;
    private final PartitionsLook partitions;
    private final DatabaseHealth health;
    private final Clock clock;

    /** {@code asking} is for questions; what changes something and holds a transaction opens a connection of its own. */
    Operations(
            DatabaseConfig config,
            Bus bus,
            Streams streams,
            Connections connections,
            HeldConnection control,
            HeldConnection asking,
            BridgeClient bridge,
            PartitionsLook partitions,
            DatabaseHealth health,
            Clock clock) {
        this.config = config;
        this.bus = bus;
        this.streams = streams;
        this.connections = connections;
        this.control = control;
        this.asking = asking;
        this.bridge = bridge;
        this.partitions = partitions;
        this.health = health;
        this.clock = clock;
    }

    List<Operation> all() {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Balance(() -> connections.heldReader("balance", READING), partitions, streams, clock));
        operations.add(new Histogram(asking, streams, clock));
        addTrouble(operations);
        StreamNames names = new StreamNames(streams);
        operations.add(new ListPartitions(asking, bridge));
        operations.add(new PauseStream(control, names));
        operations.add(new ResumeStream(control, names));
        Gaps found = new Gaps(asking, bridge, key -> health.since(key, DatabaseHealth.Cause.LOG) != null);
        operations.add(new ListGaps(found, asking, health));
        operations.add(new AcceptGap(found, names, clock));
        operations.addAll(new DayHolds(asking, names).operations());
        operations.addAll(new Audits(asking, names).operations());
        operations.add(new ListOperations(operations));
        return operations;
    }

    private void addTrouble(List<Operation> operations) {
        TroubleQueue queue = new TroubleQueue(asking);
        TroubleChange change = new TroubleChange(connections, queue);
        Pipeline pipeline = new Pipeline(config.statementTimeout().plus(SERVER_FIRST));
        Requeue requeue = new Requeue(bus, streams, pipeline);
        operations.add(new ListTrouble(queue));
        operations.add(new ShowTrouble(queue));
        operations.add(new EditTrouble(queue, change, requeue));
        operations.add(new RequeueTrouble(change, requeue));
        operations.add(new DiscardTrouble(change, pipeline));
    }
}
