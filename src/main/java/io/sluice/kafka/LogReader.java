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

    private final KafkaConfig config;
    private final LogConsumer consumer;
    private final KafkaAdmin cluster;
    private final Availability availability;
    private final Context context;
    private final FetchMeters meters;
    private final ReaderQueue commands;
    private final TopicLooks looks;
    private final Map<TopicPartition, Reading> readings = new HashMap<>();
    private long poll;
    private volatile boolean stopping;

    LogReader(
            KafkaConfig config,
            LogConsumer consumer,
            KafkaAdmin cluster,
            Availability availability,
            Context context,
            FetchMeters meters) {
        this.config = config;
        this.consumer = consumer;
        this.cluster = cluster;
        this.availability = availability;
        this.context = context;
        this.meters = meters;
        this.commands = new ReaderQueue(consumer::wakeup);
        this.looks = new TopicLooks(cluster, availability, commands::add);
    }

    /** Takes a question, from any thread. */
    void ask(PendingFetch question) {
        commands.add(() -> take(question));
    }

    /** Ends the thread soon, from any thread; questions that wait are answered with SHUTTING_DOWN. */
    void stop() {
        stopping = true;
        commands.add(() -> {});
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
        commands.runAll();
        abandonAll(new SluiceException(Failure.SHUTTING_DOWN, "the bridge to Kafka is stopping"));
        consumer.close();
    }

    private void turn() {
        commands.runAll();
        answerAll();
        leaveIdle();
        looks.begin(readings.values(), poll, this::looked);
        looks.refresh(readings.values(), (reading, log) -> whenCurrent(reading, current -> current.seen(log)));
        if (consumer.readsNothing()) {
            awaitCommand();
        } else {
            consumer.readOnly(this::hasRoom);
            poll();
        }
    }

    private void awaitCommand() {
        try {
            commands.await(POLL_MILLIS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void take(PendingFetch question) {
        TopicPartition partition =
                new TopicPartition(question.topic(), question.request().partition());
        Reading reading = readings.get(partition);
        if (reading == null) {
            open(partition, question);
            return;
        }
        boolean goesOn = reading.continuesWith(question.request());
        PendingFetch older = reading.ask(question, availability.now());
        if (older != null) {
            older.fail(context, new SluiceException(Failure.SUPERSEDED, "a newer question for " + partition + " came"));
        }
        if (!goesOn) {
            leave(reading);
            open(partition, question);
        }
    }

    private void open(TopicPartition partition, PendingFetch question) {
        if (availability.isAway()) {
            question.fail(context, new SluiceException(Failure.UNAVAILABLE, "Kafka doesn't answer"));
            return;
        }
        Reading reading = new Reading(partition, question);
        reading.ask(question, availability.now());
        readings.put(partition, reading);
        cluster.log(partition)
                .onSuccess(log -> commands.add(() -> whenCurrent(reading, current -> opened(current, log))))
                .onFailure(failure ->
                        commands.add(() -> whenCurrent(reading, current -> abandon(current, away(failure)))));
    }

    /** What was asked about a reading that is no longer the partition's comes too late. */
    private void whenCurrent(Reading reading, Consumer<Reading> then) {
        if (readings.get(reading.partition()) == reading) {
            then.accept(reading);
        }
    }

    private void opened(Reading reading, FetchCheck.Log log) {
        SluiceException incident = FetchCheck.examine(reading.partition().toString(), reading.latest(), log);
        if (incident != null) {
            abandon(reading, incident);
            return;
        }
        reading.open(log, config.prefetch().bytes(), availability.now());
        consumer.open(
                reading.partition(), reading.latest().offset(), reading.latest().leaderEpoch());
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
        PendingFetch question = answer == null ? null : reading.answered();
        if (answer == null || question == null) {
            return;
        }
        if (answer.records().isEmpty() && availability.isAway()) {
            question.fail(context, new SluiceException(Failure.UNAVAILABLE, "Kafka doesn't answer"));
        } else {
            context.runOnContext(now -> question.reply().tryComplete(answer));
        }
        if (answer.isHole()) {
            // Whoever asks again shall hear how the log is then.
            leave(reading);
        }
    }

    private void leaveIdle() {
        long now = availability.now();
        readings.values().stream()
                .filter(reading -> reading.isIdle(now, config.readerIdle().toNanos()))
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
                abandon(reading, FetchCheck.recreated(reading.partition().toString(), reading.topicId(), seen.id()));
            }
        }
    }

    private boolean hasRoom(TopicPartition partition) {
        Reading reading = readings.get(partition);
        return reading != null && reading.hasRoom();
    }

    private void poll() {
        try {
            if (commands.beginPoll()) {
                keep(consumer.poll(Duration.ofMillis(POLL_MILLIS)));
            }
        } catch (WakeupException e) {
            LOG.trace("woken for a command");
        } catch (LogTruncationException e) {
            e.partitions().forEach(partition -> truncated(partition, e.divergentOffsets()));
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(this::openAnew);
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("a poll failed; all partitions are opened anew");
            abandonAll(new SluiceException(Failure.UNAVAILABLE, "reading from Kafka failed: " + e.getMessage()));
        } finally {
            commands.endPoll();
        }
    }

    private void keep(ConsumerRecords<byte[], byte[]> records) {
        if (records.nextOffsets().isEmpty()) {
            return;
        }
        availability.heard();
        poll++;
        records.nextOffsets().forEach((partition, next) -> {
            Reading reading = readings.get(partition);
            if (reading != null) {
                reading.keep(records.records(partition), poll, next.offset(), consumer.lag(partition));
                meters.fetched(reading.latest().stream(), records.records(partition));
            }
        });
    }

    /** Where the histories part is told when Kafka knows it. */
    private void truncated(TopicPartition partition, Map<TopicPartition, OffsetAndMetadata> parting) {
        Reading reading = readings.get(partition);
        if (reading != null) {
            OffsetAndMetadata known = parting.get(partition);
            String from = known == null ? "an unknown offset" : "offset " + known.offset();
            String detail = "the history of " + partition + " differs from " + from + " on, before the wanted offset "
                    + reading.latest().offset();
            abandon(reading, new SluiceException(Failure.LOG_TRUNCATED, detail));
        }
    }

    /** The offset isn't in the log any more: a new look tells what happened to it. */
    private void openAnew(TopicPartition partition) {
        Reading reading = readings.get(partition);
        if (reading != null) {
            leave(reading);
            PendingFetch question = reading.answered();
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
        PendingFetch question = reading.answered();
        if (question != null) {
            question.fail(context, why);
        }
    }

    private void leave(Reading reading) {
        readings.remove(reading.partition(), reading);
        consumer.leave(reading.partition());
    }

    private static SluiceException away(Throwable failure) {
        return failure instanceof SluiceException known
                ? known
                : new SluiceException(Failure.UNAVAILABLE, "Kafka can't be asked: " + failure.getMessage());
    }
}
