package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** An operation that is a few lines of a class which has several of them. */
record NamedOperation(String name, boolean changes, Set<String> takes, Action action) implements Operation {
    /** What it does; as {@link Operation#run}. */
    interface Action {
        Future<JsonObject> run(Arguments arguments, String who);
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        return action.run(arguments, who);
    }
}
