package io.sluice.database;

import io.sluice.database.Gap.PartitionState;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Described;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the gaps that stop partitions, and acknowledges them. Everything is looked at anew. Used on one event loop. */
final class Gaps {
    private final HeldConnection control;
    private final BridgeClient bridge;
    private final GapProbe probe;
    private final Predicate<PartitionKey> isStopped;

    /** {@code isStopped} tells of the partitions that this node owns whether their log isn't what it was. */
    Gaps(HeldConnection control, BridgeClient bridge, Predicate<PartitionKey> isStopped) {
        this.control = control;
        this.bridge = bridge;
        this.probe = new GapProbe(bridge);
        this.isStopped = isStopped;
    }

    /** The gaps of one stream, or of all when it is null. Fails with UNAVAILABLE while Kafka or PostgreSQL is away. */
    Future<List<GapProbe.Found>> find(@Nullable String stream) {
        List<GapProbe.Found> gaps = new ArrayList<>();
        return control.run(Sql.PARTITION_ROWS, Tuple.of(stream))
                .compose(rows -> bridge.describe().compose(described -> {
                    Future<Void> done = Future.succeededFuture();
                    for (var row : rows) {
                        PartitionState state = PartitionState.of(row);
                        Described.@Nullable Topic topic = topic(described, state);
                        if (topic != null) {
                            done = done.compose(before -> probe.find(state, topic, isStopped.test(state.key())))
                                    .onSuccess(found -> addIfThere(gaps, found))
                                    .mapEmpty();
                        }
                    }
                    return done.map(gaps);
                }));
    }

    private static void addIfThere(List<GapProbe.Found> gaps, GapProbe.@Nullable Found found) {
        if (found != null) {
            gaps.add(found);
        }
    }

    private static Described.@Nullable Topic topic(Described described, PartitionState state) {
        return described.topics().stream()
                .filter(topic -> topic.topic().equals(state.key().topic()))
                .findFirst()
                .orElse(null);
    }

    /**
     * Acknowledges that loss, in one transaction.
     *
     * @param now in milliseconds since 1970; a truncated log's records from before it, or from before its first new one,
     *            are meant
     * @return the number of the acknowledged gap; CONFLICT when something was stored or claimed meanwhile
     */
    Future<Long> accept(GapProbe.Found found, String who, String note, long now) {
        Gap gap = found.gap();
        PartitionState partition = gap.partition();
        Long first = found.nextAppendTime();
        Long cut = gap.kind() == Gap.Kind.TRUNCATED ? Long.valueOf(first == null ? now : first) : null;
        Tuple arguments = Tuple.tuple()
                .addString(partition.key().topic())
                .addInteger(partition.key().partition())
                .addLong(partition.epoch())
                .addUUID(partition.topicId())
                .addLong(gap.from())
                .addLong(gap.to())
                .addString(gap.kind().text())
                .addLong(cut)
                .addUUID(gap.nextTopicId())
                .addLong(gap.next())
                .addString(who)
                .addString(note);
        return control.run(Sql.ACCEPT_GAP, arguments)
                .map(rows -> rows.iterator().next().getLong("id"))
                .recover(failure -> Future.failedFuture(asConflict(failure)));
    }

    private static Throwable asConflict(Throwable failure) {
        return failure instanceof PgException answer && SqlFailure.of(answer) == SqlFailure.FENCED
                ? new SluiceException(
                        Failure.CONFLICT, "the partition was claimed or stored from meanwhile; list its gaps again")
                : failure;
    }
}
