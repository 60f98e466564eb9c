package io.sluice.kafka;

import io.sluice.config.KafkaConfig;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Fetched;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads from Kafka. Questions and the results of looks come in through a queue; everything else is
 * this thread's own. Methods that other threads may call say so.
 *
 * <pre>
 *   question ─▶ opening: a look at id, start and end ─▶ seek ─▶ poll ─▶ prefetch ─▶ a look at the id ─▶ answer
 *                     └── not the log it was: an incident            (begun after the poll)  └── another: an incident
 * </pre>
 */
final class LogReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    /** How long a poll lasts when nothing comes: as exact as deadlines are kept. */
    private static final long POLL_MILLIS = 100;

    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final KafkaConfig config;
    private final LogConsumer consumer;
    private final Cluster cluster;
    private final Availability availability;
    private final Context context;
    private final FetchMeters meters;
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final Map<TopicPartition, Reading> readings = new HashMap<>();
    private final TopicLooks looks;
    private long poll;
    private volatile boolean polling;
    private volatile boolean stopping;

    LogReader(
            KafkaConfig config,
            LogConsumer consumer,
            Cluster cluster,
            Availability availability,
            Context context,
            FetchMeters meters) {
        this.config = config;
        this.consumer = consumer;
        this.cluster = cluster;
        this.availability = availability;
        this.context = context;
        this.meters = meters;
        this.looks = new TopicLooks(cluster, availability, this::enqueue);
    }

    /** Takes a question, from any thread. */
    void ask(Question question) {
        enqueue(() -> take(question));
    }

    /** Ends the thread soon, from any thread; questions that wait are answered with SHUTTING_DOWN. */
    void stop() {
        stopping = true;
        enqueue(() -> {});
    }

    private void enqueue(Runnable command) {
        commands.add(command);
        if (polling) {
            consumer.wakeup();
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                turn();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("reading from Kafka failed; all partitions are opened anew");
                abandonAll(new SluiceException(Failure.UNAVAILABLE, "reading from Kafka failed: " + e.getMessage()));
            }
        }
        runCommands();
        abandonAll(new SluiceException(Failure.SHUTTING_DOWN, "the bridge to Kafka is stopping"));
        consumer.close();
    }

    private void turn() {
        runCommands();
        answerAll();
        leaveIdle();
        looks.begin(readings.values(), poll, this::looked);
        refreshLogs();
        if (consumer.readsNothing()) {
            awaitCommand();
        } else {
            consumer.readOnly(this::hasRoom);
            poll();
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void awaitCommand() {
        try {
            Runnable command = commands.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (command != null) {
                command.run();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void take(Question question) {
        TopicPartition partition =
                new TopicPartition(question.topic(), question.request().partition());
        Reading reading = readings.get(partition);
        if (reading == null) {
            open(partition, question);
            return;
        }
        boolean goesOn = reading.continuesWith(question.request());
        Question older = reading.ask(question, availability.now());
        if (older != null) {
            fail(older, new SluiceException(Failure.SUPERSEDED, "a newer question for " + partition + " came"));
        }
        if (!goesOn) {
            leave(reading);
            open(partition, question);
        }
    }

    private void open(TopicPartition partition, Question question) {
        if (availability.isAway()) {
            fail(question, new SluiceException(Failure.UNAVAILABLE, "Kafka doesn't answer"));
            return;
        }
        Reading reading = new Reading(partition, question);
        reading.ask(question, availability.now());
        readings.put(partition, reading);
        cluster.log(partition)
                .onSuccess(log -> enqueue(() -> whenCurrent(reading, current -> opened(current, log))))
                .onFailure(failure -> enqueue(() -> whenCurrent(reading, current -> abandon(current, away(failure)))));
    }

    /** What was asked about a reading that is no longer the partition's comes too late. */
    private void whenCurrent(Reading reading, Consumer<Reading> then) {
        if (readings.get(reading.partition()) == reading) {
            then.accept(reading);
        }
    }

    private void opened(Reading reading, LogCheck.Log log) {
        SluiceException incident = LogCheck.examine(reading.partition().toString(), reading.latest(), log);
        if (incident != null) {
            abandon(reading, incident);
            return;
        }
        reading.open(log, config.prefetch().bytes(), availability.now());
        consumer.open(
                reading.partition(), reading.latest().offset(), reading.latest().leaderEpoch());
    }

    /** Where a log begins changes without a record: whoever asks is told anew now and then. */
    private void refreshLogs() {
        long now = availability.now();
        for (Reading reading : readings.values()) {
            if (reading.takesLogLook(now, REFRESH_NANOS)) {
                cluster.log(reading.partition())
                        .onSuccess(log -> enqueue(() -> whenCurrent(reading, current -> current.seen(log))));
            }
        }
    }

    private void answerAll() {
        long now = availability.now();
        for (Reading reading : List.copyOf(readings.values())) {
            try {
                answer(reading, reading.answer(now));
            } catch (SluiceException incident) {
                abandon(reading, incident);
            }
        }
    }

    private void answer(Reading reading, @Nullable Fetched answer) {
        if (answer == null) {
            return;
        }
        Question question = reading.answered();
        if (question == null) {
            return;
        }
        if (answer.records().isEmpty() && availability.isAway()) {
            fail(question, new SluiceException(Failure.UNAVAILABLE, "Kafka doesn't answer"));
        } else {
            context.runOnContext(now -> question.reply().tryComplete(answer));
        }
    }

    private void leaveIdle() {
        long now = availability.now();
        long idle = config.readerIdle().toNanos();
        readings.values().stream()
                .filter(reading -> reading.isIdle(now, idle))
                .toList()
                .forEach(this::leave);
    }

    private void looked(TopicLooks.Seen seen) {
        for (Reading reading : List.copyOf(readings.values())) {
            if (!reading.partition().topic().equals(seen.topic())) {
                continue;
            }
            if (seen.id().equals(reading.topicId())) {
                reading.clear(seen.poll());
            } else {
                abandon(reading, LogCheck.recreated(reading.partition().toString(), reading.topicId(), seen.id()));
            }
        }
    }

    private boolean hasRoom(TopicPartition partition) {
        Reading reading = readings.get(partition);
        return reading != null && reading.hasRoom();
    }

    private void poll() {
        polling = true;
        try {
            if (commands.isEmpty()) {
                keep(consumer.poll(Duration.ofMillis(POLL_MILLIS)));
            }
        } catch (WakeupException somethingToDo) {
            LOG.trace("woken");
        } catch (LogTruncationException e) {
            e.divergentOffsets().forEach(this::truncated);
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(this::openAnew);
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("a poll failed; all partitions are opened anew");
            abandonAll(new SluiceException(Failure.UNAVAILABLE, "reading from Kafka failed: " + e.getMessage()));
        } finally {
            polling = false;
        }
    }

    private void keep(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        availability.heard();
        poll++;
        for (TopicPartition partition : records.partitions()) {
            Reading reading = readings.get(partition);
            if (reading != null) {
                reading.keep(records.records(partition), poll, consumer.lag(partition));
                meters.fetched(reading.latest().stream(), records.records(partition));
            }
        }
    }

    private void truncated(TopicPartition partition, OffsetAndMetadata divergent) {
        Reading reading = readings.get(partition);
        if (reading != null) {
            abandon(
                    reading,
                    new SluiceException(
                            Failure.LOG_TRUNCATED,
                            "the history of " + partition + " differs from offset " + divergent.offset()
                                    + " on from what was read up to offset "
                                    + reading.latest().offset()));
        }
    }

    /** The offset isn't in the log any more: a new look tells what happened to it. */
    private void openAnew(TopicPartition partition) {
        Reading reading = readings.get(partition);
        if (reading != null) {
            leave(reading);
            Question question = reading.answered();
            if (question != null) {
                open(partition, question);
            }
        }
    }

    private void abandonAll(SluiceException why) {
        List.copyOf(readings.values()).forEach(reading -> abandon(reading, why));
    }

    private void abandon(Reading reading, SluiceException why) {
        leave(reading);
        Question question = reading.answered();
        if (question != null) {
            fail(question, why);
        }
    }

    private void leave(Reading reading) {
        readings.remove(reading.partition(), reading);
        consumer.leave(reading.partition());
    }

    private void fail(Question question, SluiceException why) {
        context.runOnContext(now -> question.reply().tryFail(why));
    }

    private static SluiceException away(Throwable failure) {
        return failure instanceof SluiceException known
                ? known
                : new SluiceException(Failure.UNAVAILABLE, "Kafka can't be asked: " + failure.getMessage());
    }
}
