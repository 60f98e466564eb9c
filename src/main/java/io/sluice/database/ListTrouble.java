package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** {@code trouble.list}: entries without their payloads, by id. */
final class ListTrouble implements Operation {
    private final TroubleQueue queue;

    ListTrouble(TroubleQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return "trouble.list";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return TroubleFilter.ARGUMENTS;
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        TroubleFilter filter = TroubleFilter.of(arguments);
        return queue.list(filter).map(entries -> answer(entries, filter.limit()));
    }

    private static JsonObject answer(List<TroubleEntry> entries, int limit) {
        List<TroubleEntry> page = entries.subList(0, Math.min(limit, entries.size()));
        JsonArray told = new JsonArray();
        page.forEach(entry -> told.add(entry.told()));
        JsonObject answer = new JsonObject().put("entries", told);
        return entries.size() > limit ? answer.put("next", page.get(limit - 1).id()) : answer;
    }
}
