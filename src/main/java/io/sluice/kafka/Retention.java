package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.message.FetchRequest;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from Kafka what is stored and older than its stream's replay window, and shows the stored offsets to lag
 * tools. It knows them from the questions of those who store. Only for the bridge's context.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Who stores asks at least twice a second; a word as old as this may be that of a database that was put back since. */
    private static final long STALE_MILLIS = 30_000;

    /**
     * Up to where a partition of the topic with this id is stored, how long (milliseconds) it is kept nonetheless, and
     * when (milliseconds since 1970) we heard so.
     */
    private record Stored(UUID topicId, long offset, long replayMillis, long heardAt) {}

    private final KafkaConfig config;
    private final KafkaAdmin cluster;
    private final Clock clock;
    private final Map<TopicPartition, Stored> stored = new HashMap<>();
    private final Map<TopicPartition, Long> deleted = new HashMap<>();
    private Map<TopicPartition, Long> shown = Map.of();

    Retention(KafkaConfig config, KafkaAdmin cluster, Clock clock) {
        this.config = config;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The newest word counts, also where it is lower: a database may have been put back to an older copy. */
    void note(TopicState topic, FetchRequest asked) {
        stored.put(
                new TopicPartition(topic.topic(), asked.partition()),
                new Stored(
                        asked.topicId(),
                        asked.storedOffset(),
                        topic.stream().file().replay().toMillis(),
                        clock.millis()));
    }

    /** Deletes what may go; a failure is tried again with the next call. */
    Future<Void> deleteStored() {
        Map<TopicPartition, Stored> candidates = new HashMap<>(stored);
        long stale = clock.millis() - STALE_MILLIS;
        candidates.values().removeIf(any -> any.offset() == 0 || any.heardAt() < stale);
        if (candidates.isEmpty()) {
            return Future.succeededFuture();
        }
        return sameTopics(candidates)
                .compose(this::whatMayGo)
                .compose(this::delete)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("reason", failure.toString())
                        .log("stored records were not deleted from Kafka"))
                .otherwiseEmpty();
    }

    /** An offset of a topic that was deleted and made again says nothing about the new one. */
    private Future<Map<TopicPartition, Stored>> sameTopics(Map<TopicPartition, Stored> candidates) {
        return cluster.existing(candidates.keySet().stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .toList())
                .map(found -> {
                    candidates.entrySet().removeIf(entry -> {
                        var topic = found.get(entry.getKey().topic());
                        return topic == null
                                || !KafkaAdmin.id(topic).equals(entry.getValue().topicId());
                    });
                    return candidates;
                });
    }

    private Future<Map<TopicPartition, Long>> whatMayGo(Map<TopicPartition, Stored> candidates) {
        Map<TopicPartition, Long> times = new HashMap<>();
        candidates.forEach((partition, state) -> times.put(partition, clock.millis() - state.replayMillis()));
        return cluster.firstSince(times).map(firstKept -> {
            Map<TopicPartition, Long> below = new HashMap<>();
            candidates.forEach((partition, state) ->
                    below.put(partition, deletable(state.offset(), firstKept.getOrDefault(partition, 0L))));
            below.entrySet().removeIf(entry -> entry.getValue() <= deleted.getOrDefault(entry.getKey(), 0L));
            return below;
        });
    }

    /**
     * Below which offset records may go.
     *
     * @param storedOffset every record below is stored
     * @param firstKept    the first record within the replay window; -1 when all are older
     */
    static long deletable(long storedOffset, long firstKept) {
        return firstKept < 0 ? storedOffset : Math.min(storedOffset, firstKept);
    }

    private Future<Void> delete(Map<TopicPartition, Long> below) {
        if (below.isEmpty()) {
            return Future.succeededFuture();
        }
        return cluster.deleteBelow(below)
                .onSuccess(any -> below.forEach((partition, offset) -> {
                    deleted.put(partition, offset);
                    LOG.atDebug()
                            .addKeyValue("partition", partition)
                            .addKeyValue("below", offset)
                            .log("stored records deleted from Kafka");
                }));
    }

    /** Shows progress under the group id, where it changed; it decides nothing, so a failure is no news. */
    Future<Void> show() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        stored.forEach((partition, state) -> offsets.put(partition, state.offset()));
        if (offsets.equals(shown)) {
            return Future.succeededFuture();
        }
        return cluster.show(config.groupId(), offsets)
                .onSuccess(any -> shown = offsets)
                .onFailure(failure ->
                        LOG.atDebug().addKeyValue("reason", failure.toString()).log("progress was not shown"))
                .otherwiseEmpty();
    }
}
