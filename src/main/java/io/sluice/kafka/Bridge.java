package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.config.Streams;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.AppendBatch;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.Outcomes;
import io.sluice.telemetry.Health;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The bridge with its clients made: what the verticle answers with. Only for the bridge's context. */
final class Bridge {
    private static final long SHOW_MILLIS = 5_000;

    private final Vertx vertx;
    private final KafkaConfig config;
    private final String node;
    private final Clients clients;
    private final AdminClient admin;
    private final KafkaAdmin cluster;
    private final Availability availability;
    private final TopicKeeper topics;
    private final Appender appender;
    private final LogReader reader;
    private final Thread readerThread;
    private final Retention retention;
    private final long retentionTimer;
    private final long showTimer;
    private final long diskTimer;

    Bridge(
            Vertx vertx,
            Context context,
            KafkaConfig config,
            Streams streams,
            String node,
            Telemetry telemetry,
            Health health,
            Clients clients) {
        this.vertx = vertx;
        this.config = config;
        this.node = node;
        this.clients = clients;
        this.availability = new Availability(System::nanoTime);
        this.admin = new AdminClient(clients.admin(), clients.another(), context);
        this.cluster = new KafkaAdmin(admin, context);
        this.topics = new TopicKeeper(vertx, config, streams, cluster, availability, health, clients::producerKnows);
        DiskBudget budget = new DiskBudget(config.topicBudget().bytes());
        this.appender =
                new Appender(config, context, clients.producer().unwrap(), topics, budget, availability, telemetry);
        this.reader = new LogReader(
                config,
                new LogConsumer(clients.consumer()),
                cluster,
                availability,
                context,
                new FetchMeters(telemetry));
        this.readerThread = new Thread(reader, "sluice-kafka-reader-" + node);
        this.readerThread.setDaemon(true);
        this.retention = new Retention(config, cluster, Clock.systemUTC());
        this.retentionTimer = vertx.setPeriodic(config.retentionCheck().toMillis(), any -> retention.deleteStored());
        this.showTimer = vertx.setPeriodic(SHOW_MILLIS, any -> retention.show());
        DiskWatch disks = new DiskWatch(cluster, availability, budget, telemetry, health);
        this.diskTimer = vertx.setPeriodic(0, DiskWatch.EVERY_MILLIS, any -> disks.look(topics.all()));
    }

    void start() {
        readerThread.start();
        topics.look();
    }

    /** Completed when events can be appended for the first time. */
    Future<Void> ready() {
        return topics.ready();
    }

    Future<Outcomes> append(AppendBatch batch) {
        return appender.append(batch);
    }

    Future<Fetched> fetch(FetchRequest request) {
        TopicState topic = topics.find(request.stream());
        if (topic == null) {
            return Future.failedFuture(
                    new SluiceException(Failure.UNKNOWN_STREAM, "this bridge has no stream " + request.stream()));
        }
        retention.note(topic, request);
        Promise<Fetched> reply = Promise.promise();
        long deadline = availability.now() + TimeUnit.MILLISECONDS.toNanos(request.waitMillis());
        reader.ask(new PendingFetch(request, topic.topic(), deadline, reply));
        return reply.future();
    }

    Future<Described> describe() {
        if (availability.isAway()) {
            return Future.failedFuture(new SluiceException(Failure.UNAVAILABLE, "Kafka doesn't answer"));
        }
        Map<String, UUID> ids = new HashMap<>();
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicState topic : topics.all()) {
            UUID id = topic.topicId();
            if (id != null) {
                ids.put(topic.topic(), id);
                topic.partitions().forEach(number -> partitions.add(new TopicPartition(topic.topic(), number)));
            }
        }
        return cluster.logs(partitions, ids)
                .map(logs -> new Described(node, describe(ids, logs)))
                .recover(failure -> Future.failedFuture(new SluiceException(
                        Failure.UNAVAILABLE, "Kafka can't be asked for its topics: " + failure.getMessage())));
    }

    private List<Described.Topic> describe(Map<String, UUID> ids, Map<TopicPartition, FetchCheck.Log> logs) {
        List<Described.Topic> described = new ArrayList<>();
        for (TopicState topic : topics.all()) {
            UUID id = ids.get(topic.topic());
            if (id != null) {
                described.add(new Described.Topic(topic.stream().name(), topic.topic(), id, partitions(topic, logs)));
            }
        }
        return described;
    }

    private static List<Described.Partition> partitions(TopicState topic, Map<TopicPartition, FetchCheck.Log> logs) {
        List<Described.Partition> described = new ArrayList<>();
        for (int number : topic.partitions()) {
            FetchCheck.@Nullable Log log = logs.get(new TopicPartition(topic.topic(), number));
            if (log != null) {
                described.add(new Described.Partition(
                        number, log.range().start(), log.range().end()));
            }
        }
        return described;
    }

    /** Lets what is under way end, at most as long as a delivery may take, and closes the clients. */
    Future<Void> stop() {
        vertx.cancelTimer(retentionTimer);
        vertx.cancelTimer(showTimer);
        vertx.cancelTimer(diskTimer);
        topics.stop();
        appender.stop();
        reader.stop();
        return retention
                .show()
                .compose(
                        any -> clients.producer().close(config.deliveryTimeout().toMillis()))
                .compose(any -> vertx.<Void>executeBlocking(() -> {
                    readerThread.join(Clients.CLOSE_MILLIS);
                    admin.close();
                    return null;
                }));
    }
}
