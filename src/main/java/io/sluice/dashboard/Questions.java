package io.sluice.dashboard;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AdminAnswer;
import io.sluice.message.AdminQuestion;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked over the bridge: operations of administration that only look. What changes something goes by POST to the
 * management port, where every request shows its credentials anew and no page of another site can send it.
 */
final class Questions {
    /** Before an operation's name; together they are the address. */
    static final String PREFIX = "sluice.dashboard.ask.";

    /** Of an answer: more is asked by GET, which streams into the browser's own memory. */
    static final int MOST_BYTES = 256 << 10;

    private static final List<String> OPERATIONS = List.of(
            "audit.list", "balance", "cluster", "gap.list", "histogram", "partitions", "trouble.list", "trouble.show");

    private final Map<String, String> operations =
            OPERATIONS.stream().collect(Collectors.toUnmodifiableMap(name -> PREFIX + name, name -> name));
    private final Function<AdminQuestion, Future<AdminAnswer>> desk;
    private final Map<String, Function<JsonObject, JsonObject>> own;

    /**
     * All of them.
     *
     * @param desk answers operations of administration
     * @param own  what this stage answers itself, by name
     */
    Questions(Function<AdminQuestion, Future<AdminAnswer>> desk, Map<String, Function<JsonObject, JsonObject>> own) {
        this.desk = desk;
        this.own = own.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> PREFIX + entry.getKey(), Map.Entry::getValue));
    }

    /** Whether it is exactly the address of one. */
    boolean knows(String address) {
        return operations.containsKey(address) || own.containsKey(address);
    }

    /**
     * Asks one that is known.
     *
     * @param arguments a JSON object, or null for none
     * @return the answer; fails with {@link SluiceException}, with TOO_LARGE when it is over {@link #MOST_BYTES}
     */
    Future<JsonObject> answer(String address, @Nullable Object arguments, String who) {
        if (arguments != null && !(arguments instanceof JsonObject)) {
            return Future.failedFuture(
                    new SluiceException(Failure.INVALID_ARGUMENT, "the body is expected as a JSON object"));
        }
        JsonObject given = arguments == null ? new JsonObject() : (JsonObject) arguments;
        Function<JsonObject, JsonObject> mine = own.get(address);
        if (mine != null) {
            return Future.succeededFuture(given).map(mine);
        }
        String operation = String.valueOf(operations.get(address));
        return desk.apply(new AdminQuestion(operation, who, false, given.toBuffer()))
                .map(Questions::read);
    }

    private static JsonObject read(AdminAnswer answer) {
        if (answer.json().length() > MOST_BYTES) {
            throw new SluiceException(
                    Failure.TOO_LARGE,
                    "the answer is over " + MOST_BYTES + " bytes: ask for less, or by GET /admin/ on this port");
        }
        return new JsonObject(answer.json());
    }
}
