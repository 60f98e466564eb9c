package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Set;

/** {@code pause}: leaves a stream's records, or those of one partition, in Kafka until they are resumed. */
final class PauseStream implements Operation {
    static final String STREAM = "stream";
    static final String PARTITION = "partition";
    static final String NOTE = "note";

    private final HeldConnection control;
    private final StreamNames streams;

    PauseStream(HeldConnection control, StreamNames streams) {
        this.control = control;
        this.streams = streams;
    }

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public Set<String> takes() {
        return Set.of(STREAM, PARTITION, NOTE);
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText(STREAM));
        long partition = arguments.number(PARTITION, 0, Integer.MAX_VALUE, Pause.ALL);
        String note = arguments.text(NOTE);
        return control.run(
                        Sql.PAUSE, Tuple.of(stream, Math.toIntExact(partition), who, note == null ? "" : note, false))
                .map(rows -> Pause.of(rows.iterator().next()).toJson());
    }
}
