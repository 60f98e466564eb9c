package io.sluice.support;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.Bus;
import io.sluice.message.Defect;
import io.sluice.message.DescribeRequest;
import io.sluice.message.Described;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A small log in memory that answers DESCRIBE and FETCH as the real bridge does. Thread-safe. */
public final class FakeBridge {

    /** The log of one stream's topic: shared by the bridges of several Vert.x, as Kafka would be. */
    public static final class Log {
        private final Map<String, Topic> topics = new LinkedHashMap<>();

        public synchronized void topic(String stream, int partitions) {
            topics.put(stream, new Topic(stream, UUID.randomUUID(), partitions));
        }

        public synchronized UUID topicId(String stream) {
            return topics.get(stream).id;
        }

        /** Appends one record and returns its offset. */
        public synchronized long append(String stream, int partition, FetchedRecord template) {
            List<FetchedRecord> log = topics.get(stream).partitions.get(partition);
            log.add(at(log.size(), template));
            return log.size() - 1L;
        }

        /** From now on questions about this partition fail; null mends it. */
        public synchronized void fail(String stream, int partition, SluiceException failure) {
            topics.get(stream).failures.put(partition, failure);
        }

        private synchronized Described describe(String bridge) {
            return new Described(
                    bridge, topics.values().stream().map(Topic::describe).toList());
        }

        private synchronized Fetched read(FetchRequest question) {
            Topic topic = topics.get(question.stream());
            if (!topic.id.equals(question.topicId())) {
                throw new SluiceException(Failure.TOPIC_RECREATED, "the topic has another id");
            }
            SluiceException failure = topic.failures.get(question.partition());
            if (failure != null) {
                throw failure;
            }
            List<FetchedRecord> log = topic.partitions.get(question.partition());
            if (question.offset() > log.size()) {
                throw new SluiceException(Failure.LOG_TRUNCATED, "the log ends at " + log.size());
            }
            List<FetchedRecord> given = new ArrayList<>();
            long bytes = 0;
            for (FetchedRecord record : log.subList(Math.toIntExact(question.offset()), log.size())) {
                if (!given.isEmpty() && bytes + record.value().length() > question.maxBytes()) {
                    break;
                }
                bytes += record.value().length();
                given.add(record);
            }
            return new Fetched(0, log.size(), given);
        }
    }

    private static final class Topic {
        private final String stream;
        private final UUID id;
        private final List<List<FetchedRecord>> partitions = new ArrayList<>();
        private final Map<Integer, SluiceException> failures = new LinkedHashMap<>();

        Topic(String stream, UUID id, int count) {
            this.stream = stream;
            this.id = id;
            for (int i = 0; i < count; i++) {
                partitions.add(new ArrayList<>());
            }
        }

        Described.Topic describe() {
            List<Described.Partition> described = new ArrayList<>();
            for (int i = 0; i < partitions.size(); i++) {
                described.add(new Described.Partition(i, 0, partitions.get(i).size()));
            }
            return new Described.Topic(stream, "logs." + stream, id, described);
        }
    }

    private final Vertx vertx;
    private final Log log;
    private final String name = "fake-" + UUID.randomUUID();

    public FakeBridge(Vertx vertx, Log log) {
        this.vertx = vertx;
        this.log = log;
        Bus bus = new Bus(vertx);
        bus.answer(
                Address.DESCRIBE.text(), DescribeRequest.class, question -> Future.succeededFuture(log.describe(name)));
        bus.answer(Address.FETCH.at(name), FetchRequest.class, this::fetch);
    }

    private Future<Fetched> fetch(FetchRequest question) {
        Promise<Fetched> answer = Promise.promise();
        read(question, System.nanoTime() + question.waitMillis() * 1_000_000L, answer);
        return answer.future();
    }

    private void read(FetchRequest question, long until, Promise<Fetched> answer) {
        try {
            Fetched fetched = log.read(question);
            if (fetched.records().isEmpty() && System.nanoTime() < until) {
                vertx.setTimer(5, timer -> read(question, until, answer));
            } else {
                answer.complete(fetched);
            }
        } catch (SluiceException e) {
            answer.fail(e);
        }
    }

    /** A record of events, whose offset the log will give. */
    public static FetchedRecord record(long appendTime, String client, String... events) {
        return new FetchedRecord(
                0, appendTime, 1, client, "test", events.length, null, null, Buffer.buffer(String.join("\n", events)));
    }

    /** A record whose header says another number of events than it holds. */
    public static FetchedRecord miscounted(long appendTime, String client, int said, String... events) {
        return new FetchedRecord(
                0, appendTime, 1, client, "test", said, null, null, Buffer.buffer(String.join("\n", events)));
    }

    /** The same record at this offset. */
    public static FetchedRecord at(long offset, FetchedRecord record) {
        return new FetchedRecord(
                offset,
                record.appendTime(),
                record.leaderEpoch(),
                record.client(),
                record.streamVersion(),
                record.events(),
                record.idempotencyKey(),
                record.defect(),
                record.value());
    }

    /** A record that goes to trouble as a whole. */
    public static FetchedRecord defective(long appendTime, Defect defect, Buffer value) {
        return new FetchedRecord(0, appendTime, 1, "", "", 1, null, defect, value);
    }
}
