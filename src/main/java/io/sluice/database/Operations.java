package io.sluice.database;

import io.sluice.config.Streams;
import io.sluice.message.Bus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator can ask of this stage: a new operation is a class and a line here, and in docs/bus.md. */
final class Operations {
    private final Bus bus;
    private final Streams streams;
    private final Connections connections;
    private final HeldConnection asking;
    private final Duration deadline;

    /** {@code asking} is for questions; what changes something and holds a transaction opens a connection of its own. */
    Operations(Bus bus, Streams streams, Connections connections, HeldConnection asking, Duration deadline) {
        this.bus = bus;
        this.streams = streams;
        this.connections = connections;
        this.asking = asking;
        this.deadline = deadline;
    }

    List<Operation> all() {
        List<Operation> operations = new ArrayList<>();
        addTrouble(operations);
        operations.addAll(new Hold(asking, streams).operations());
        operations.add(new ListOperations(operations));
        return operations;
    }

    private void addTrouble(List<Operation> operations) {
        TroubleQueue queue = new TroubleQueue(asking);
        TroubleChange change = new TroubleChange(connections, queue);
        Pipeline pipeline = new Pipeline(deadline);
        Requeue requeue = new Requeue(bus, streams, pipeline);
        operations.add(new ListTrouble(queue));
        operations.add(new ShowTrouble(queue));
        operations.add(new EditTrouble(queue, change, requeue));
        operations.add(new RequeueTrouble(change, requeue));
        operations.add(new DiscardTrouble(change, pipeline));
    }
}
