package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code audit.list}, {@code audit.again} and {@code audit.accept}: what the audit in the background found, and what an
 * operator says to it. The audit itself is no part of this stage; both know the table.
 */
final class Audits {
    private final HeldConnection held;
    private final StreamNames streams;

    Audits(HeldConnection held, StreamNames streams) {
        this.held = held;
        this.streams = streams;
    }

    List<Operation> operations() {
        return List.of(
                new NamedOperation("audit.list", false, Set.of("stream"), this::list),
                new NamedOperation("audit.again", true, Set.of("stream", "day"), this::again),
                new NamedOperation("audit.accept", true, Set.of("stream", "day", "note"), this::accept));
    }

    private Future<JsonObject> list(Arguments arguments, String who) {
        return held.run(Sql.AUDITS, Tuple.of(arguments.text("stream"), false))
                .map(rows -> new JsonObject().put("audits", listed(rows)));
    }

    private Future<JsonObject> again(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText("stream"));
        LocalDate day = arguments.neededDay("day");
        return held.run(Sql.AUDIT_AGAIN, Tuple.of(stream, day)).map(rows -> one(rows, stream, day));
    }

    private Future<JsonObject> accept(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText("stream"));
        LocalDate day = arguments.neededDay("day");
        return held.run(Sql.ACCEPT_AUDIT, Tuple.of(stream, day, who, arguments.textOrEmpty("note")))
                .map(rows -> one(rows, stream, day));
    }

    private static JsonObject one(RowSet<Row> rows, String stream, LocalDate day) {
        if (rows.size() == 0) {
            throw new SluiceException(
                    Failure.NOT_FOUND, "the day " + day + " of " + stream + " has no such audit; audit.list has them");
        }
        return new JsonObject().put("stream", stream).put("day", day.toString());
    }

    /** For the balance sheet: the audit that ended last, and what is open; null while no day was audited to its end. */
    static Future<@Nullable JsonObject> summary(HeldConnection held) {
        return held.run(Sql.AUDITS, Tuple.of(null, true)).map(rows -> {
            JsonObject last = null;
            JsonArray open = new JsonArray();
            for (Row row : rows) {
                JsonObject audit = json(row);
                if (row.getBoolean("is_last")) {
                    last = audit;
                }
                if (row.getBoolean("is_open")) {
                    open.add(audit);
                }
            }
            return last == null ? null : new JsonObject().put("last", last).put("open", open);
        });
    }

    private static JsonArray listed(RowSet<Row> rows) {
        JsonArray audits = new JsonArray();
        rows.forEach(row -> audits.add(json(row)));
        return audits;
    }

    private static JsonObject json(Row row) {
        return new JsonObject()
                .put("stream", row.getString("stream"))
                .put("day", row.getLocalDate("day").toString())
                .put("beganAt", time(row, "began_at"))
                .put("checkedTo", time(row, "checked_to"))
                .put("endedAt", time(row, "ended_at"))
                .put("records", row.getLong("records"))
                .put("events", row.getLong("events"))
                .put("differences", row.getLong("differences"))
                .put("unchecked", row.getLong("unchecked"))
                .put("first", row.getString("first"))
                .put("acceptedAt", time(row, "accepted_at"))
                .put("who", row.getString("who"))
                .put("note", row.getString("note"));
    }

    private static @Nullable String time(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant().toString();
    }
}
