package io.sluice.database;

import io.sluice.config.Streams;
import io.sluice.message.Described;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims partitions and gives them back, as {@link Assignment} decides. Used on one event loop. */
final class Ownership {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    /** A partition as Kafka describes it. */
    private record InKafka(Described.Topic topic, int partition) {}

    private final HeldConnection control;
    private final Streams streams;
    private final Leases leases;
    private final OwnedPartitions owned;
    private final Predicate<String> isReady;
    private final Function<Claim, PartitionReader> newReader;

    /** {@code isReady} tells whether a stream's table is as its file wants it. */
    Ownership(
            HeldConnection control,
            Streams streams,
            Leases leases,
            OwnedPartitions owned,
            Predicate<String> isReady,
            Function<Claim, PartitionReader> newReader) {
        this.control = control;
        this.streams = streams;
        this.leases = leases;
        this.owned = owned;
        this.isReady = isReady;
        this.newReader = newReader;
    }

    /** Partitions that Kafka has and no row tells of begin at offset 0. */
    Future<Void> addPartitions(Described described) {
        List<Described.Topic> topics = described.topics().stream()
                .filter(topic -> streams.find(topic.stream()) != null)
                .toList();
        List<InKafka> rows = topics.stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(partition -> new InKafka(topic, partition.partition())))
                .toList();
        return control.run(
                        Sql.ADD_PARTITIONS,
                        Tuple.tuple()
                                .addArrayOfString(ArrayColumn.of(rows, row -> row.topic().stream(), String[]::new))
                                .addArrayOfString(
                                        ArrayColumn.of(rows, row -> row.topic().topic(), String[]::new))
                                .addArrayOfUUID(
                                        ArrayColumn.of(rows, row -> row.topic().topicId(), UUID[]::new))
                                .addArrayOfInteger(ArrayColumn.of(rows, InKafka::partition, Integer[]::new)))
                .mapEmpty();
    }

    /** One look at everything, and what follows from it. */
    Future<Void> settle() {
        return control.run(Sql.LIVE_LEASES, Tuple.tuple()).compose(this::look).compose(this::act);
    }

    /** What was stored is noted before the question is sent: a row below it can only be that of an older copy. */
    private Future<Assignment.Decision> look(RowSet<Row> live) {
        Map<PartitionKey, Long> stored = owned.storedOffsets();
        return control.run(Sql.OFFSETS, Tuple.tuple()).map(offsets -> {
            offsets.forEach(row -> rewind(row, stored));
            return decide(live, offsets);
        });
    }

    /** A database that was put back to an older copy lacks what was stored since: it is read and stored again. */
    private void rewind(Row row, Map<PartitionKey, Long> stored) {
        PartitionKey key = new PartitionKey(row.getString("topic"), row.getInteger("partition"));
        long next = row.getLong("next_offset");
        Long known = stored.get(key);
        if (known != null
                && next < known
                && owned.reset(key, row.getLong("epoch"), next, row.getInteger("leader_epoch"))) {
            LOG.atWarn()
                    .addKeyValue("topic", key.topic())
                    .addKeyValue("partition", key.partition())
                    .addKeyValue("stored", known)
                    .addKeyValue("next", next)
                    .log("PostgreSQL lacks what it had stored; it is stored again");
        }
    }

    private Assignment.Decision decide(RowSet<Row> live, RowSet<Row> offsets) {
        Set<String> names = new HashSet<>();
        live.forEach(row -> names.add(row.getString("name")));
        List<Assignment.Seen> seen = new ArrayList<>();
        for (Row row : offsets) {
            String stream = row.getString("stream");
            if (streams.find(stream) != null && isReady.test(stream)) {
                seen.add(new Assignment.Seen(
                        new PartitionKey(row.getString("topic"), row.getInteger("partition")),
                        stream,
                        row.getLong("epoch"),
                        row.getString("owner"),
                        row.getBoolean("owner_lives")));
            }
        }
        return Assignment.decide(leases.name(), names, seen, owned.epochs());
    }

    private Future<Void> act(Assignment.Decision decision) {
        decision.lost().forEach(key -> {
            LOG.atWarn()
                    .addKeyValue("topic", key.topic())
                    .addKeyValue("partition", key.partition())
                    .log("partition lost to another owner");
            owned.remove(key);
        });
        Future<Void> done = Future.succeededFuture();
        for (PartitionKey key : decision.giveUp()) {
            done = done.compose(before -> giveBack(key));
        }
        for (Assignment.Seen stray : decision.stray()) {
            done = done.compose(before -> giveBack(stray.key(), stray.epoch()));
        }
        if (leases.mayClaim()) {
            for (Assignment.Seen free : decision.claim()) {
                done = done.compose(before -> claim(free));
            }
        }
        return done;
    }

    private Future<Void> claim(Assignment.Seen free) {
        PartitionKey key = free.key();
        return control.run(Sql.CLAIM, Tuple.of(key.topic(), key.partition(), free.epoch(), leases.name()))
                .onSuccess(rows -> rows.forEach(row -> claimed(free, row)))
                .mapEmpty();
    }

    private void claimed(Assignment.Seen free, Row row) {
        var stream = streams.find(free.stream());
        if (stream == null) {
            return;
        }
        Claim claim = new Claim(
                free.key(),
                stream,
                row.getUUID("topic_id"),
                row.getLong("epoch"),
                row.getLong("next_offset"),
                row.getInteger("leader_epoch"));
        LOG.atInfo()
                .addKeyValue("topic", claim.key().topic())
                .addKeyValue("partition", claim.key().partition())
                .addKeyValue("epoch", claim.epoch())
                .addKeyValue("next", claim.nextOffset())
                .log("partition claimed");
        owned.add(newReader.apply(claim));
    }

    /** Stops reading first; a transaction that runs meanwhile still stores, by its epoch. */
    private Future<Void> giveBack(PartitionKey key) {
        PartitionReader reader = owned.find(key);
        if (reader == null) {
            return Future.succeededFuture();
        }
        owned.remove(key);
        return giveBack(key, reader.claim().epoch());
    }

    private Future<Void> giveBack(PartitionKey key, long epoch) {
        return control.run(Sql.GIVE_BACK, Tuple.of(key.topic(), key.partition(), epoch, leases.name()))
                .onSuccess(rows -> LOG.atInfo()
                        .addKeyValue("topic", key.topic())
                        .addKeyValue("partition", key.partition())
                        .log("partition given back"))
                .mapEmpty();
    }

    /** At the end: everything goes back at once. Never fails. */
    Future<Void> giveBackAll() {
        List<Future<Void>> all = owned.keys().stream().map(this::giveBack).toList();
        return Future.join(all).<Void>mapEmpty().otherwiseEmpty();
    }
}
