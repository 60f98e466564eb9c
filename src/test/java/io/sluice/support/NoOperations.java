package io.sluice.support;

import io.sluice.telemetry.NodeOperations;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** A node that answers nothing itself. */
public final class NoOperations implements NodeOperations {
    @Override
    public Set<String> looks() {
        return Set.of();
    }

    @Override
    public Set<String> changes() {
        return Set.of();
    }

    @Override
    public Future<JsonObject> run(String operation, JsonObject arguments, String who) {
        return Future.failedFuture(operation);
    }
}
