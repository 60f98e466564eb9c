package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** One thing that an operator may ask of this stage; {@link Admin} finds it by its name. Runs on the stage's event loop. */
interface Operation {
    /** Its stable name, as docs/bus.md lists it: lower case words with dots between them. */
    String name();

    /** Whether it may change something: only a question that says so itself reaches it then. */
    boolean changes();

    /** The names of the arguments that it takes; others are refused. */
    Set<String> takes();

    /**
     * Does it.
     *
     * @param who for the history of what is changed
     * @return what it answers; fails with a {@link io.sluice.failure.SluiceException}, or with what the database said:
     *     {@link Admin} makes UNAVAILABLE of that. What {@code arguments} throws may pass
     */
    Future<JsonObject> run(Arguments arguments, String who);
}
