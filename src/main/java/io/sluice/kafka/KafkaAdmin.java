package io.sluice.kafka;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.LogRange;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Questions to Kafka's administration as futures that complete on the bridge's context. Each ends within
 * {@link ClientSettings#ADMIN_MILLIS}. Thread-safe.
 */
final class KafkaAdmin {
    private final AdminClient client;
    private final Context context;

    KafkaAdmin(AdminClient client, Context context) {
        this.client = client;
        this.context = context;
    }

    static UUID id(TopicDescription topic) {
        Uuid id = topic.topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** It has not been heard for a while: from now on another client asks. */
    void renew() {
        client.renew();
    }

    /** Those of the topics that exist, by name. */
    Future<Map<String, TopicDescription>> existing(Collection<String> topics) {
        List<Future<Optional<TopicDescription>>> asked = new ArrayList<>();
        client.get()
                .describeTopics(topics)
                .topicNameValues()
                .values()
                .forEach(topic -> asked.add(future(topic).map(Optional::of).recover(KafkaAdmin::absent)));
        return Future.all(asked)
                .map(all -> all.<Optional<TopicDescription>>list().stream()
                        .flatMap(Optional::stream)
                        .collect(Collectors.toMap(TopicDescription::name, Function.identity())));
    }

    private static <T> Future<Optional<T>> absent(Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    /** The topic's id now; UNAVAILABLE when there is no such topic. */
    Future<UUID> topicId(String topic) {
        return existing(List.of(topic)).map(found -> {
            TopicDescription description = found.get(topic);
            if (description == null) {
                throw new SluiceException(Failure.UNAVAILABLE, "there is no topic " + topic + " at present");
            }
            return id(description);
        });
    }

    /** What a partition's log is now. */
    Future<FetchCheck.Log> log(TopicPartition partition) {
        return topicId(partition.topic())
                .compose(id -> logs(List.of(partition), Map.of(partition.topic(), id))
                        .map(logs -> logs.values().iterator().next()));
    }

    /** What the logs of these partitions are now, with the ids given. */
    Future<Map<TopicPartition, FetchCheck.Log>> logs(Collection<TopicPartition> partitions, Map<String, UUID> ids) {
        Future<Map<TopicPartition, Long>> starts = offsets(partitions, OffsetSpec.earliest());
        Future<Map<TopicPartition, Long>> ends = offsets(partitions, OffsetSpec.latest());
        return Future.all(starts, ends).map(both -> {
            Map<TopicPartition, FetchCheck.Log> logs = new HashMap<>();
            for (TopicPartition partition : partitions) {
                logs.put(
                        partition,
                        new FetchCheck.Log(
                                known(ids, partition.topic()),
                                new LogRange(known(starts.result(), partition), known(ends.result(), partition))));
            }
            return logs;
        });
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new SluiceException(Failure.UNAVAILABLE, "Kafka's answer doesn't name " + key);
        }
        return value;
    }

    private Future<Map<TopicPartition, Long>> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)));
    }

    /** For each partition the first offset that was appended at this time (milliseconds since 1970) or later, or -1. */
    Future<Map<TopicPartition, Long>> firstSince(Map<TopicPartition, Long> times) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        times.forEach((partition, time) -> asked.put(partition, OffsetSpec.forTimestamp(time)));
        return offsets(asked);
    }

    private Future<Map<TopicPartition, Long>> offsets(Map<TopicPartition, OffsetSpec> asked) {
        return future(client.get().listOffsets(asked).all()).map(found -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry : found.entrySet()) {
                offsets.put(entry.getKey(), entry.getValue().offset());
            }
            return offsets;
        });
    }

    Future<Void> create(NewTopic topic) {
        return future(client.get().createTopics(List.of(topic)).all());
    }

    /** The settings in effect of a topic. */
    Future<Map<String, String>> topicSettings(String topic) {
        return settings(new ConfigResource(ConfigResource.Type.TOPIC, topic));
    }

    /** The settings in effect of one of the brokers: they are meant to be alike. */
    Future<Map<String, String>> brokerSettings() {
        return future(client.get().describeCluster().nodes())
                .map(nodes -> nodes.stream().findFirst().map(Node::idString).orElse("0"))
                .compose(node -> settings(new ConfigResource(ConfigResource.Type.BROKER, node)));
    }

    private Future<Map<String, String>> settings(ConfigResource resource) {
        return future(client.get().describeConfigs(List.of(resource)).all()).map(found -> {
            Map<String, String> settings = new HashMap<>();
            for (Config config : found.values()) {
                for (ConfigEntry entry : config.entries()) {
                    if (entry.value() != null) {
                        settings.put(entry.name(), entry.value());
                    }
                }
            }
            return settings;
        });
    }

    /** How much the topics use on the brokers' disks: of each partition the largest replica, as far as brokers answer. */
    Future<Map<String, Long>> bytesOnDisk(Collection<String> topics) {
        return future(client.get().describeCluster().nodes())
                .compose(nodes -> future(client.get()
                        .describeLogDirs(nodes.stream().map(Node::id).toList())
                        .allDescriptions()))
                .map(brokers -> sums(topics, brokers.values()));
    }

    private static Map<String, Long> sums(
            Collection<String> topics, Collection<Map<String, LogDirDescription>> brokers) {
        Map<TopicPartition, Long> largest = new HashMap<>();
        for (Map<String, LogDirDescription> folders : brokers) {
            for (LogDirDescription folder : folders.values()) {
                folder.replicaInfos().forEach((partition, replica) -> {
                    if (topics.contains(partition.topic()) && !replica.isFuture()) {
                        largest.merge(partition, replica.size(), Math::max);
                    }
                });
            }
        }
        Map<String, Long> sums = new HashMap<>();
        largest.forEach((partition, bytes) -> sums.merge(partition.topic(), bytes, Long::sum));
        return sums;
    }

    /** Deletes the records below these offsets. */
    Future<Void> deleteBelow(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, RecordsToDelete> asked = new HashMap<>();
        offsets.forEach((partition, offset) -> asked.put(partition, RecordsToDelete.beforeOffset(offset)));
        return future(client.get().deleteRecords(asked).all());
    }

    /** Shows offsets under a group that has no members; nothing reads them but lag tools. */
    Future<Void> show(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> shown = new HashMap<>();
        offsets.forEach((partition, offset) -> shown.put(partition, new OffsetAndMetadata(offset)));
        return future(client.get().alterConsumerGroupOffsets(group, shown).all());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The promise has what it would tell.
    private <T> Future<T> future(KafkaFuture<T> asked) {
        Promise<T> promise = Promise.promise();
        asked.whenComplete((value, failure) -> context.runOnContext(onContext -> {
            if (failure == null) {
                promise.complete(value);
            } else {
                promise.fail(unwrapped(failure));
            }
        }));
        return promise.future();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && cause != null ? cause : failure;
    }
}
