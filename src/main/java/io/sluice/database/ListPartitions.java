package io.sluice.database;

import io.sluice.message.Described;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code partitions}: who stores which partition, and how many records of it still wait in Kafka. */
final class ListPartitions implements Operation {
    private final HeldConnection asking;
    private final BridgeClient bridge;

    ListPartitions(HeldConnection asking, BridgeClient bridge) {
        this.asking = asking;
        this.bridge = bridge;
    }

    @Override
    public String name() {
        return "partitions";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of();
    }

    /** While Kafka can't be asked, how many wait isn't known. */
    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        return asking.run(Sql.OFFSETS, Tuple.tuple())
                .compose(rows -> bridge.describe()
                        .map(Described::topics)
                        .otherwise(List.of())
                        .map(topics -> new JsonObject().put("partitions", listed(rows, topics))));
    }

    private static JsonArray listed(RowSet<Row> rows, List<Described.Topic> topics) {
        Map<PartitionKey, Long> ends = new HashMap<>();
        topics.forEach(topic -> topic.partitions()
                .forEach(partition ->
                        ends.put(new PartitionKey(topic.topic(), partition.partition()), partition.logEnd())));
        JsonArray partitions = new JsonArray();
        for (Row row : rows) {
            PartitionKey key = new PartitionKey(row.getString("topic"), row.getInteger("partition"));
            @Nullable Long end = ends.get(key);
            long next = row.getLong("next_offset");
            partitions.add(new JsonObject()
                    .put("stream", row.getString("stream"))
                    .put("partition", key.partition())
                    .put("owner", row.getBoolean("owner_lives") ? row.getString("owner") : null)
                    .put("stored", next)
                    .put("waiting", end == null ? null : Math.max(0, end - next)));
        }
        return partitions;
    }
}
