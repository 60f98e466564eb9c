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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A small log in memory that answers DESCRIBE and FETCH as the real bridge does. Thread-safe. */
public final class FakeBridge {

    /** The log of one stream's topic: shared by the bridges of several Vert.x, as Kafka would be. */
    public static final class Log {
        private final Map<String, Topic> topics = new LinkedHashMap<>();

        public synchronized void topic(String stream, int partitions) {
            topics.put(stream, new Topic(stream, UUID.randomUUID(), partitions));
        }

        /** One partition more. */
        public synchronized void addPartition(String stream) {
            topics.get(stream).partitions.add(new ArrayList<>());
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

        /** Leaves out one offset, as the mark of a transaction does. */
        public synchronized void hole(String stream, int partition) {
            topics.get(stream).partitions.get(partition).add(null);
        }

        /** Kafka deletes what is below this offset. */
        public synchronized void deleteBelow(String stream, int partition, long offset) {
            topics.get(stream).starts.put(partition, offset);
        }

        /** A leader that has less takes over: the log ends at this offset. */
        public synchronized void truncate(String stream, int partition, long end) {
            List<FetchedRecord> log = topics.get(stream).partitions.get(partition);
            log.subList(Math.toIntExact(end), log.size()).clear();
        }

        /** From now on questions about this partition aren't answered, or are again. */
        public synchronized void silence(String stream, int partition, boolean silent) {
            if (silent) {
                topics.get(stream).silent.add(partition);
            } else {
                topics.get(stream).silent.remove(partition);
            }
        }

        private synchronized boolean isSilent(FetchRequest question) {
            return topics.get(question.stream()).silent.contains(question.partition());
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
            long start = topic.starts.getOrDefault(question.partition(), 0L);
            if (question.offset() > log.size() || isReplaced(question, log, start)) {
                throw new SluiceException(Failure.LOG_TRUNCATED, "the log ends at " + log.size());
            }
            if (question.offset() < start) {
                return new Fetched(start, log.size(), List.of());
            }
            int goesOn = Math.toIntExact(question.offset());
            while (goesOn < log.size() && log.get(goesOn) == null) {
                goesOn++;
            }
            if (goesOn > question.offset()) {
                return new Fetched(start, log.size(), List.of(), goesOn);
            }
            List<FetchedRecord> given = new ArrayList<>();
            long bytes = 0;
            for (FetchedRecord record : log.subList(Math.toIntExact(question.offset()), log.size())) {
                if (record == null
                        || (!given.isEmpty() && bytes + record.value().length() > question.maxBytes())) {
                    break;
                }
                bytes += record.value().length();
                given.add(record);
            }
            return new Fetched(start, log.size(), given);
        }

        private static boolean isReplaced(FetchRequest question, List<FetchedRecord> log, long start) {
            return question.offset() > start
                    && question.leaderEpoch() >= 0
                    && log.get(Math.toIntExact(question.offset() - 1)) != null
                    && log.get(Math.toIntExact(question.offset() - 1)).leaderEpoch() > question.leaderEpoch();
        }
    }

    private static final class Topic {
        private final String stream;
        private final UUID id;
        private final List<List<FetchedRecord>> partitions = new ArrayList<>();
        private final Map<Integer, SluiceException> failures = new LinkedHashMap<>();
        private final Map<Integer, Long> starts = new LinkedHashMap<>();
        private final Set<Integer> silent = new HashSet<>();

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
                described.add(new Described.Partition(
                        i, starts.getOrDefault(i, 0L), partitions.get(i).size()));
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
            if (log.isSilent(question)) {
                return;
            }
            Fetched fetched = log.read(question);
            if (fetched.records().isEmpty() && !fetched.isHole() && System.nanoTime() < until) {
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
        return at(offset, record.leaderEpoch(), record);
    }

    /** The same record, written under a later leader; the first one's epoch is 1. */
    public static FetchedRecord byLeader(int epoch, FetchedRecord record) {
        return at(record.offset(), epoch, record);
    }

    private static FetchedRecord at(long offset, int leaderEpoch, FetchedRecord record) {
        return new FetchedRecord(
                offset,
                record.appendTime(),
                leaderEpoch,
                record.client(),
                record.streamVersion(),
                record.events(),
                record.idempotencyKey(),
                record.traceParent(),
                record.defect(),
                record.value(),
                record.bad());
    }

    /** A record that goes to trouble as a whole. */
    public static FetchedRecord defective(long appendTime, Defect defect, Buffer value) {
        return new FetchedRecord(0, appendTime, 1, "", "", 1, null, defect, value);
    }
}
