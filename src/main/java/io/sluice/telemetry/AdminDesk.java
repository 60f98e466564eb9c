package io.sluice.telemetry;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.sluice.message.Bus;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;

/** Who answers an operator's question, however it came in: the node itself, or the stage that holds the database. */
public final class AdminDesk {
    /** Longer than any one statement; who changes many entries at once asks for fewer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** What a histogram tells apart by counts alone; anything else is a field of a rollup. */
    private static final Set<Object> COUNTED = Set.of("", "stream", "client");

    private final Bus bus;
    private final NodeOperations operations;

    AdminDesk(Bus bus, NodeOperations operations) {
        this.bus = bus;
        this.operations = operations;
    }

    /** Answers it; fails only with {@link SluiceException}. */
    public Future<AdminAnswer> answer(AdminQuestion question) {
        return asked(question)
                .recover(cause -> Future.failedFuture(told(SluiceException.of(cause), address(question))));
    }

    private Future<AdminAnswer> asked(AdminQuestion question) {
        boolean changes = operations.changes().contains(question.operation());
        if (!changes && !operations.looks().contains(question.operation())) {
            return bus.ask(address(question).text(), question, TIMEOUT, AdminAnswer.class);
        }
        if (changes && !question.mayChange()) {
            return Future.failedFuture(new SluiceException(
                    Failure.METHOD_NOT_ALLOWED, question.operation() + " may change something: it wants a POST"));
        }
        try {
            return operations
                    .run(question.operation(), new JsonObject(question.arguments()), question.who())
                    .map(answer -> new AdminAnswer(answer.toBuffer()));
        } catch (DecodeException | ClassCastException e) {
            return Future.failedFuture(new SluiceException(
                    Failure.INVALID_ARGUMENT, "the arguments are no JSON object of the kind expected"));
        }
    }

    /** Reports and rollups have an address of their own. */
    private static Address address(AdminQuestion question) {
        boolean ofReports = question.operation().startsWith("report.")
                || (question.operation().equals("histogram") && isByField(question));
        return ofReports ? Address.REPORT : Address.ADMIN;
    }

    private static boolean isByField(AdminQuestion question) {
        try {
            Object by = new JsonObject(question.arguments()).getValue("by", "");
            return !COUNTED.contains(by);
        } catch (DecodeException unreadable) {
            return false;
        }
    }

    /** The same failure, which says what to do where nobody is there to answer. */
    static SluiceException told(SluiceException failure, Address address) {
        return failure.failure() == Failure.NO_HANDLERS
                ? new SluiceException(
                        Failure.NO_HANDLERS,
                        "no node with the role " + (address == Address.REPORT ? "report" : "database")
                                + " runs here or in this cluster; ask one that has it")
                : failure;
    }
}
