package io.sluice.database;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code gap.list}: what stops partitions because Kafka lost it, and which losses were acknowledged. */
final class ListGaps implements Operation {
    private final Gaps gaps;
    private final HeldConnection control;
    private final DatabaseHealth health;

    /** {@code health} knows since when, of the partitions that this node owns. */
    ListGaps(Gaps gaps, HeldConnection control, DatabaseHealth health) {
        this.gaps = gaps;
        this.control = control;
        this.health = health;
    }

    @Override
    public String name() {
        return "gap.list";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of(PauseStream.STREAM);
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        String stream = arguments.text(PauseStream.STREAM);
        return gaps.find(stream)
                .compose(found -> control.run(Sql.GAPS, Tuple.of(stream)).map(accepted -> listed(found, accepted)));
    }

    private JsonObject listed(List<GapProbe.Found> found, RowSet<Row> rows) {
        JsonArray open = new JsonArray();
        found.forEach(gap -> open.add(open(gap.gap())));
        JsonArray accepted = new JsonArray();
        rows.forEach(row -> accepted.add(accepted(row)));
        return new JsonObject().put("gaps", open).put("accepted", accepted);
    }

    private JsonObject open(Gap gap) {
        @Nullable Instant since = health.since(gap.partition().key(), DatabaseHealth.Cause.LOG);
        return gap.toJson().put("since", since == null ? null : since.toString());
    }

    private static JsonObject accepted(Row row) {
        return new JsonObject()
                .put("id", row.getLong("id"))
                .put("stream", row.getString("stream"))
                .put("topicId", row.getUUID("topic_id").toString())
                .put("partition", row.getInteger("partition"))
                .put("kind", row.getString("kind"))
                .put("from", row.getLong("from_offset"))
                .put("to", row.getLong("to_offset"))
                .put("nextTopicId", row.getUUID("next_topic_id").toString())
                .put("next", row.getLong("next_offset"))
                .put(
                        "acceptedAt",
                        row.getOffsetDateTime("accepted_at").toInstant().toString())
                .put("who", row.getString("who"))
                .put("note", row.getString("note"));
    }
}
