package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The trouble queue's table. Every method fails with what the driver says. */
final class TroubleQueue {
    private final HeldConnection asking;

    TroubleQueue(HeldConnection asking) {
        this.asking = asking;
    }

    /** One entry with its payload; fails with NOT_FOUND. */
    Future<TroubleEntry> find(long id) {
        return asking.run(Sql.TROUBLE_ENTRIES, TroubleFilter.ofId(id).arguments(true))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(TroubleEntry.of(rows.iterator().next()))
                        : Future.failedFuture(new SluiceException(
                                Failure.NOT_FOUND, "there is no entry " + id + " in the trouble queue")));
    }

    /** The entries without their payloads, by id; one more than the limit when there are others. */
    Future<List<TroubleEntry>> list(TroubleFilter filter) {
        return asking.run(Sql.TROUBLE_ENTRIES, filter.arguments(false)).map(rows -> {
            List<TroubleEntry> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(TroubleEntry.of(row)));
            return entries;
        });
    }

    /** What was done about an entry, the oldest first. */
    Future<JsonArray> history(long id) {
        return asking.run(Sql.TROUBLE_HISTORY, Tuple.of(id)).map(rows -> {
            JsonArray history = new JsonArray();
            rows.forEach(row -> history.add(told(row)));
            return history;
        });
    }

    private static JsonObject told(Row row) {
        JsonObject change = new JsonObject()
                .put("at", TroubleEntry.time(row, "at"))
                .put("state", row.getString("state"))
                .put("who", row.getString("who"))
                .put("note", row.getString("note"));
        Buffer before = row.getBuffer("payload");
        if (before != null) {
            TroubleEntry.put(change, "before", before);
        }
        return change;
    }

    /** Whether it was edited: it is open and held what the entry here has. */
    Future<Boolean> edit(TroubleEntry seen, Buffer payload, String who, String note) {
        return asking.run(Sql.EDIT_TROUBLE, Tuple.of(seen.id(), payload, seen.payload(), who, note))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The step that ends an entry: stored or discarded; raises when it isn't open, or holds something else. */
    static Step settle(TroubleEntry seen, String becomes, Buffer seenPayload, String who, String note) {
        return new Step(Sql.SETTLE_TROUBLE.text(), Tuple.of(seen.id(), becomes, seenPayload, who, note));
    }
}
