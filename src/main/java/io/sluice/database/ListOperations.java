package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** {@code operations}: what there is, so that a person can find it without the documents. */
final class ListOperations implements Operation {
    private final JsonArray listed = new JsonArray();

    ListOperations(List<Operation> others) {
        others.forEach(this::add);
        add(this);
    }

    private void add(Operation operation) {
        listed.add(new JsonObject()
                .put("name", operation.name())
                .put("changes", operation.changes())
                .put("takes", new JsonArray(operation.takes().stream().sorted().toList())));
    }

    @Override
    public String name() {
        return "operations";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of();
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        return Future.succeededFuture(new JsonObject().put("operations", listed));
    }
}
