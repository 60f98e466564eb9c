package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers an operator's questions, each by the {@link Operation} of its name. Used on one event loop. */
final class Admin {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);

    /** Operators are few; their programs must not keep storing from the database. */
    private static final int MOST_AT_ONCE = 4;

    private final Map<String, Operation> operations = new TreeMap<>();
    private int running;

    Admin(List<Operation> operations) {
        operations.forEach(operation -> this.operations.put(operation.name(), operation));
    }

    /** Fails only with {@link SluiceException}: UNAVAILABLE when the database can't be asked. */
    Future<AdminAnswer> answer(AdminQuestion question) {
        if (running >= MOST_AT_ONCE) {
            return Future.failedFuture(new SluiceException(
                    Failure.OVERLOADED, MOST_AT_ONCE + " operations run already; try again when one is done"));
        }
        running++;
        return run(question)
                .onComplete(done -> running--)
                .map(answer -> new AdminAnswer(answer.toBuffer()))
                .recover(failure -> Future.failedFuture(told(question, failure)));
    }

    private Future<JsonObject> run(AdminQuestion question) {
        try {
            Operation operation = find(question);
            Arguments arguments = new Arguments(new JsonObject(question.arguments()));
            arguments.refuseOthersThan(operation.takes());
            return operation.run(arguments, question.who());
        } catch (DecodeException e) {
            return Future.failedFuture(
                    new SluiceException(Failure.INVALID_ARGUMENT, "the arguments are no JSON object"));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Operation find(AdminQuestion question) {
        Operation operation = operations.get(question.operation());
        if (operation == null) {
            throw new SluiceException(
                    Failure.UNKNOWN_OPERATION,
                    "there is no such operation; there are " + String.join(", ", operations.keySet()));
        }
        if (operation.changes() && !question.mayChange()) {
            throw new SluiceException(
                    Failure.METHOD_NOT_ALLOWED, operation.name() + " may change something: it wants a POST");
        }
        return operation;
    }

    private static SluiceException told(AdminQuestion question, Throwable failure) {
        Throwable first = failure instanceof PipelineException pipeline ? pipeline.first() : failure;
        if (first instanceof SluiceException known) {
            return known;
        }
        // The driver's failures, the server's answers among them.
        if (first instanceof VertxException || first instanceof IOException || first instanceof TimeoutException) {
            return new SluiceException(
                    Failure.UNAVAILABLE, "PostgreSQL can't do it at present: " + first.getMessage(), first);
        }
        LOG.atError()
                .addKeyValue("operation", question.operation())
                .setCause(first)
                .log("an operation of administration failed");
        return SluiceException.of(first);
    }
}
