package io.sluice.telemetry;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** What an operator may ask of the node itself, under {@code /admin/}: everything else goes to the database's stage. */
public interface NodeOperations {
    /** The names of those that a GET reaches. */
    Set<String> looks();

    /** The names of those that change something and want a POST. */
    Set<String> changes();

    /**
     * Does it.
     *
     * @param operation one of the names
     * @return what it answers; fails with a {@link io.sluice.failure.SluiceException}
     */
    Future<JsonObject> run(String operation, JsonObject arguments, String who);
}
