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

/** Who answers an operator's question, however it came in: the node itself, or the stage that holds the database. */
public final class AdminDesk {
    /** Longer than any one statement; who changes many entries at once asks for fewer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Bus bus;
    private final NodeOperations operations;

    AdminDesk(Bus bus, NodeOperations operations) {
        this.bus = bus;
        this.operations = operations;
    }

    /** Answers it; fails only with {@link SluiceException}. */
    public Future<AdminAnswer> answer(AdminQuestion question) {
        return asked(question).recover(cause -> Future.failedFuture(told(SluiceException.of(cause))));
    }

    private Future<AdminAnswer> asked(AdminQuestion question) {
        boolean changes = operations.changes().contains(question.operation());
        if (!changes && !operations.looks().contains(question.operation())) {
            return bus.ask(Address.ADMIN.text(), question, TIMEOUT, AdminAnswer.class);
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

    private static SluiceException told(SluiceException failure) {
        return failure.failure() == Failure.NO_HANDLERS
                ? new SluiceException(
                        Failure.NO_HANDLERS,
                        "no node with the role database runs here or in this cluster; ask one that has it")
                : failure;
    }
}
