package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.telemetry.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at Kafka every second: is it there, are the topics, are they as they must be? Makes those that are missing.
 * The rest of the bridge, and the node's health, go by what it saw last. Only for the bridge's context.
 */
final class TopicKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(TopicKeeper.class);
    private static final long PROBE_MILLIS = 800;
    /** The producer learns of a topic within milliseconds: until it has, a first append would fail. */
    private static final long WARMING_MILLIS = 50;
    /** So that nodes that started together don't ask together. */
    private static final long JITTER_MILLIS = 400;
    /** Settings that somebody changed under way are seen after this many looks. */
    private static final int LOOKS_PER_CHECK = 30;

    /** In a row: some ten seconds. */
    private static final int MISSES_UNTIL_RENEWED = 4;

    private final Vertx vertx;
    private final KafkaConfig config;
    private final KafkaAdmin cluster;
    private final Availability availability;
    private final Health health;
    private final Predicate<String> producerKnows;
    private final Map<String, TopicState> states = new TreeMap<>();
    private int looks;
    private int misses;
    private List<TopicCheck.Finding> brokerFindings = List.of();
    private String lastMiss = "nothing heard yet";
    private final Promise<Void> ready = Promise.promise();
    private String lastSaid = "";
    private boolean stopped;

    /** @param producerKnows whether the producer can send to a topic at once; asking makes it find out */
    TopicKeeper(
            Vertx vertx,
            KafkaConfig config,
            Streams streams,
            KafkaAdmin cluster,
            Availability availability,
            Health health,
            Predicate<String> producerKnows) {
        this.producerKnows = producerKnows;
        this.vertx = vertx;
        this.config = config;
        this.cluster = cluster;
        this.availability = availability;
        this.health = health;
        streams.all().forEach(stream -> states.put(stream.name(), TopicState.unknown(stream, stream.topic(config))));
    }

    /** What is known of a stream's topic; null when there is no such stream. */
    @Nullable
    TopicState find(String stream) {
        return states.get(stream);
    }

    List<TopicState> all() {
        return List.copyOf(states.values());
    }

    void stop() {
        stopped = true;
    }

    /** Looks now, and from then on again and again until {@link #stop}. */
    void look() {
        if (stopped) {
            return;
        }
        long begun = availability.now();
        cluster.existing(states.values().stream().map(TopicState::topic).toList())
                .onSuccess(any -> heard())
                .onFailure(failure -> missed(begun, failure))
                .compose(this::examineAll)
                .onComplete(any -> looked(unknownToProducer()));
    }

    /** Asked at every look, also so that the producer doesn't forget a topic to which nothing was sent for minutes. */
    private List<String> unknownToProducer() {
        return states.values().stream()
                .filter(state -> state.topicId() != null)
                .map(TopicState::topic)
                .filter(producerKnows.negate())
                .toList();
    }

    private void looked(List<String> unknownToProducer) {
        say(unknownToProducer);
        boolean soon = !unknownToProducer.isEmpty() && !availability.isAway();
        long wait = soon
                ? WARMING_MILLIS
                : PROBE_MILLIS + ThreadLocalRandom.current().nextLong(JITTER_MILLIS);
        vertx.setTimer(wait, timer -> look());
    }

    private void heard() {
        misses = 0;
        availability.heard();
    }

    private void missed(long begun, Throwable failure) {
        availability.missed(begun);
        misses++;
        if (misses % MISSES_UNTIL_RENEWED == 0) {
            cluster.renew();
        }
        lastMiss = String.valueOf(failure.getMessage());
        LOG.atDebug().addKeyValue("reason", failure.toString()).log("Kafka didn't answer a probe");
    }

    private Future<?> examineAll(Map<String, TopicDescription> found) {
        boolean again = looks++ % LOOKS_PER_CHECK == 0;
        List<Future<?>> work = new ArrayList<>();
        if (again) {
            work.add(checkBroker());
        }
        for (TopicState state : states.values()) {
            TopicDescription topic = found.get(state.topic());
            if (topic == null) {
                work.add(create(state));
            } else if (again || state.refusal() != null || !KafkaAdmin.id(topic).equals(state.topicId())) {
                work.add(check(state, topic));
            }
        }
        return Future.join(work);
    }

    /** A broker may refuse to tell its settings to an ordinary client: then there is nothing to say. */
    private Future<?> checkBroker() {
        return cluster.brokerSettings()
                .map(TopicCheck::broker)
                .otherwise(List.of())
                .onSuccess(findings -> brokerFindings = findings);
    }

    private Future<?> create(TopicState state) {
        Stream stream = state.stream();
        Map<String, String> settings = new HashMap<>();
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("max.message.bytes", Long.toString(config.maxRecord().bytes()));
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", "-1");
        settings.put("cleanup.policy", "delete");
        settings.put("min.insync.replicas", Integer.toString(config.minInSyncReplicas()));
        NewTopic topic = new NewTopic(state.topic(), stream.file().partitions(), (short) config.replicationFactor());
        return cluster.create(topic.configs(settings))
                .onSuccess(any -> LOG.atInfo()
                        .addKeyValue("topic", state.topic())
                        .addKeyValue("partitions", stream.file().partitions())
                        .log("topic made"))
                .onFailure(failure -> replace(TopicState.missing(
                        stream, state.topic(), "topic " + state.topic() + " can't be made: " + failure.getMessage())))
                .recover(failure -> failure instanceof TopicExistsException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .compose(any -> cluster.existing(List.of(state.topic())))
                .compose(found -> checkMade(state, found.get(state.topic())));
    }

    /** A broker that hasn't heard of the new topic yet will have by the next look. */
    private Future<?> checkMade(TopicState state, @Nullable TopicDescription topic) {
        return topic == null ? Future.succeededFuture() : check(state, topic);
    }

    private Future<?> check(TopicState state, TopicDescription topic) {
        int replication = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        UUID id = KafkaAdmin.id(topic);
        List<Integer> partitions =
                topic.partitions().stream().map(TopicPartitionInfo::partition).toList();
        return cluster.topicSettings(state.topic())
                .map(settings -> TopicCheck.topic(state.topic(), settings, replication, config))
                .onSuccess(findings -> replace(TopicState.checked(
                        state.stream(), state.topic(), id, partitions, findings, config.allowUnsafe())));
    }

    private void replace(TopicState state) {
        states.put(state.stream().name(), state);
    }

    /** Tells the node's health, and the log what is new. */
    private void say(List<String> unknownToProducer) {
        Health.Part part = availability.isAway()
                ? new Health.Part(Health.Status.DOWN, "Kafka at " + config.servers() + " doesn't answer: " + lastMiss)
                : TopicHealth.of(states.values(), brokerFindings, unknownToProducer, config.allowUnsafe());
        say(part.status(), part.detail());
    }

    /** Completed when events can be appended for the first time. */
    Future<Void> ready() {
        return ready.future();
    }

    private void say(Health.Status status, String detail) {
        health.set(KafkaVerticle.PART, status, detail);
        if (status != Health.Status.DOWN) {
            ready.tryComplete();
        }
        String said = status + detail;
        if (!said.equals(lastSaid)) {
            lastSaid = said;
            boolean well = status == Health.Status.UP && detail.isEmpty();
            (well ? LOG.atInfo() : LOG.atWarn())
                    .addKeyValue("servers", config.servers())
                    .addKeyValue("detail", detail)
                    .log(status == Health.Status.DOWN ? "Kafka isn't ready" : "Kafka is ready");
        }
    }
}
