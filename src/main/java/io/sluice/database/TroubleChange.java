package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes entries one after the other, each by itself: what is done for one stays done when the next one fails. */
final class TroubleChange {
    private final Connections connections;
    private final TroubleQueue queue;

    TroubleChange(Connections connections, TroubleQueue queue) {
        this.connections = connections;
        this.queue = queue;
    }

    /** What is done about one entry, whatever its state. */
    interface Change {
        Future<Mended> of(PgConnection connection, TroubleEntry entry);
    }

    /**
     * @return {@code entries} with the outcome of each, {@code counts} of the outcomes, and {@code next} when the filter means
     *     others too: the {@code after} that goes on
     */
    Future<JsonObject> each(TroubleFilter filter, Change change) {
        return queue.list(filter)
                .compose(listed -> connections
                        .writer("admin")
                        .compose(connection ->
                                all(connection, filter, listed, change).eventually(() -> Deadline.close(connection))));
    }

    private Future<JsonObject> all(
            PgConnection connection, TroubleFilter filter, List<TroubleEntry> listed, Change change) {
        List<Mended> mended = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (TroubleEntry entry : listed.subList(0, Math.min(filter.limit(), listed.size()))) {
            done = done.compose(before -> queue.find(entry.id()))
                    .compose(read -> change.of(connection, read))
                    .onSuccess(mended::add)
                    .mapEmpty();
        }
        return done.map(before -> answer(mended, listed.size() > filter.limit()));
    }

    private static JsonObject answer(List<Mended> mended, boolean more) {
        JsonArray entries = new JsonArray();
        Map<String, Object> counts = new TreeMap<>();
        mended.forEach(entry -> {
            entries.add(entry.json());
            counts.merge(entry.outcome().text(), 1, (one, other) -> (int) one + (int) other);
        });
        JsonObject answer = new JsonObject().put("entries", entries).put("counts", new JsonObject(counts));
        return more ? answer.put("next", mended.get(mended.size() - 1).id()) : answer;
    }
}
