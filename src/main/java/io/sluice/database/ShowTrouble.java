package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** {@code trouble.show}: one entry with its payload and history. */
final class ShowTrouble implements Operation {
    private final TroubleQueue queue;

    ShowTrouble(TroubleQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return "trouble.show";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of("id");
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        long id = arguments.neededNumber("id", 1, Long.MAX_VALUE);
        return queue.find(id)
                .compose(entry -> queue.history(id).map(history -> {
                    JsonObject answer = entry.told();
                    TroubleEntry.put(answer, "payload", entry.payload());
                    return answer.put("history", history);
                }));
    }
}
