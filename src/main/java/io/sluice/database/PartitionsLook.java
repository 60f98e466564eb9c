package io.sluice.database;

import io.sluice.message.Described;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at PostgreSQL and Kafka and says how each partition stands. The two can't be read at one moment, and meanwhile
 * events are stored and stored records deleted: so PostgreSQL is asked before Kafka and after it.
 *
 * <pre>
 *   next ─▶ log start and end ─▶ next again        next ≤ log end;  log start ≤ next again
 * </pre>
 */
final class PartitionsLook {
    private final BridgeClient bridge;

    PartitionsLook(BridgeClient bridge) {
        this.bridge = bridge;
    }

    /** Fails when PostgreSQL can't be asked; that Kafka can't is said of each partition. */
    Future<List<PartitionBalance>> look(HeldConnection held) {
        return held.run(Sql.BALANCE_PARTITIONS, Tuple.tuple())
                .compose(before -> bridge.describe()
                        .map(Described::topics)
                        .otherwise(List.of())
                        .compose(topics -> held.run(Sql.BALANCE_PARTITIONS, Tuple.tuple())
                                .map(after -> beside(before, topics, after))));
    }

    private static List<PartitionBalance> beside(RowSet<Row> before, List<Described.Topic> topics, RowSet<Row> after) {
        Map<String, Described.Topic> byName = new HashMap<>();
        topics.forEach(topic -> byName.put(topic.topic(), topic));
        Map<PartitionKey, Long> later = new HashMap<>();
        after.forEach(row -> later.put(key(row), row.getLong("next_offset")));
        List<PartitionBalance> partitions = new ArrayList<>();
        for (Row row : before) {
            long next = row.getLong("next_offset");
            PartitionBalance.Stored stored = new PartitionBalance.Stored(
                    row.getString("stream"),
                    row.getString("topic"),
                    row.getInteger("partition"),
                    row.getUUID("topic_id"),
                    next,
                    later.getOrDefault(key(row), next),
                    row.getLong("gap"));
            partitions.add(new PartitionBalance(stored, byName.get(stored.topic())));
        }
        return partitions;
    }

    private static PartitionKey key(Row row) {
        return new PartitionKey(row.getString("topic"), row.getInteger("partition"));
    }
}
