package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** {@code hold}, {@code hold.release} and {@code hold.list}: days that are not dropped when their stream's retention ends. */
final class DayHolds {
    private static final int MOST_OF_A_NOTE = 1_000;

    private final HeldConnection held;
    private final StreamNames streams;

    DayHolds(HeldConnection held, StreamNames streams) {
        this.held = held;
        this.streams = streams;
    }

    List<Operation> operations() {
        return List.of(
                new NamedOperation("hold", true, Set.of("stream", "day", "note"), this::hold),
                new NamedOperation("hold.release", true, Set.of("stream", "day"), this::release),
                new NamedOperation("hold.list", false, Set.of(), this::list));
    }

    private Future<JsonObject> hold(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText("stream"));
        LocalDate day = arguments.neededDay("day");
        String note = arguments.has("note") ? arguments.neededText("note") : "";
        if (note.length() > MOST_OF_A_NOTE) {
            throw Arguments.unusable("note", "may have " + MOST_OF_A_NOTE + " characters");
        }
        return held.run(Sql.HOLD_DAY, Tuple.of(stream, day, who, note)).map(done -> answer(stream, day));
    }

    private Future<JsonObject> release(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText("stream"));
        LocalDate day = arguments.neededDay("day");
        return held.run(Sql.RELEASE_DAY, Tuple.of(stream, day)).map(rows -> {
            if (rows.size() == 0) {
                throw new SluiceException(Failure.NOT_FOUND, "the day " + day + " of " + stream + " isn't on hold");
            }
            return answer(stream, day);
        });
    }

    private Future<JsonObject> list(Arguments arguments, String who) {
        return held.run(Sql.HOLDS, Tuple.tuple()).map(rows -> {
            JsonArray holds = new JsonArray();
            rows.forEach(row -> holds.add(answer(row.getString("stream"), row.getLocalDate("day"))
                    .put("who", row.getString("who"))
                    .put("note", row.getString("note"))
                    .put("at", row.getOffsetDateTime("at").toInstant().toString())));
            return new JsonObject().put("holds", holds);
        });
    }

    private static JsonObject answer(String stream, LocalDate day) {
        return new JsonObject().put("stream", stream).put("day", day.toString());
    }
}
