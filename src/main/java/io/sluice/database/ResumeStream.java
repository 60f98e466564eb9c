package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Set;

/** {@code resume}: ends a stream's pauses, those too that it made itself because of too much trouble. */
final class ResumeStream implements Operation {
    private final HeldConnection control;
    private final StreamNames streams;

    ResumeStream(HeldConnection control, StreamNames streams) {
        this.control = control;
        this.streams = streams;
    }

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public Set<String> takes() {
        return Set.of(PauseStream.STREAM, PauseStream.PARTITION);
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText(PauseStream.STREAM));
        long partition = arguments.number(PauseStream.PARTITION, 0, Integer.MAX_VALUE, Pause.ALL);
        return control.run(Sql.RESUME, Tuple.of(stream, Math.toIntExact(partition)))
                .map(rows -> {
                    JsonArray resumed = new JsonArray();
                    rows.forEach(row -> resumed.add(Pause.of(row).toJson()));
                    return new JsonObject().put(PauseStream.STREAM, stream).put("resumed", resumed);
                });
    }
}
