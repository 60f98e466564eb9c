package io.sluice.database;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * What isn't stored until somebody resumes it.
 *
 * @param partition of Kafka, or {@link #ALL} of the stream
 * @param incident  whether nobody asked for it: too many of the partition's events went to trouble
 */
record Pause(String stream, int partition, Instant since, String who, String note, boolean incident) {
    static final int ALL = -1;

    static Pause of(Row row) {
        return new Pause(
                row.getString("stream"),
                row.getInteger("partition"),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("who"),
                row.getString("note"),
                row.getBoolean("incident"));
    }

    boolean holds(String ofStream, int ofPartition) {
        return stream.equals(ofStream) && (partition == ALL || partition == ofPartition);
    }

    boolean isSame(Pause other) {
        return stream.equals(other.stream) && partition == other.partition;
    }

    /** For an operator, in a sentence that ends with what can be done. */
    String text() {
        String what = partition == ALL ? "stream " + stream : "partition " + partition + " of stream " + stream;
        return incident
                ? note
                : what + " is paused by " + who + (note.isEmpty() ? "" : " (" + note + ')') + "; sluice resume "
                        + stream + " stores again";
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("stream", stream);
        if (partition != ALL) {
            json.put("partition", partition);
        }
        return json.put("since", since.toString())
                .put("who", who)
                .put("note", note)
                .put("incident", incident);
    }
}
