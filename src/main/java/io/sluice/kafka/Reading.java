package io.sluice.kafka;

import io.sluice.failure.SluiceException;
import io.sluice.message.FetchRequest;
import io.sluice.message.Fetched;
import io.sluice.message.FetchedRecord;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition that is being read: what was asked last, what is held ready. Only for the reader's thread. */
final class Reading {
    private final TopicPartition partition;
    private FetchRequest latest;
    private @Nullable PendingFetch question;
    /** Null until a look at the log has shown that it can be read. */
    private @Nullable Prefetch prefetch;

    private long lastAsked;
    private long lastLook;
    private long logStart;
    private long logEnd;

    Reading(TopicPartition partition, PendingFetch question) {
        this.partition = partition;
        this.latest = question.request();
    }

    TopicPartition partition() {
        return partition;
    }

    UUID topicId() {
        return latest.topicId();
    }

    FetchRequest latest() {
        return latest;
    }

    boolean awaitsLook() {
        return prefetch != null && prefetch.awaitsLook();
    }

    boolean hasRoom() {
        return prefetch != null && !prefetch.isFull();
    }

    /** The topic was still the same at a look that began after this poll. */
    void clear(long poll) {
        if (prefetch != null) {
            prefetch.clear(poll);
        }
    }

    /**
     * Takes what a poll has brought.
     *
     * @param next where the consumer goes on: behind the last record, or farther where nothing came
     * @param lag  how many records come after these
     */
    void keep(List<ConsumerRecord<byte[], byte[]>> records, long poll, long next, long lag) {
        if (prefetch == null) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            prefetch.reached(record.offset(), poll);
            try {
                prefetch.add(RecordDecoder.decode(record), poll);
            } catch (SluiceException incident) {
                prefetch.end(incident);
            }
        }
        prefetch.reached(next, poll);
        logEnd = Math.max(logEnd, next + lag);
    }

    /** Whether the question goes on where this reading is, or must begin anew. */
    boolean continuesWith(FetchRequest request) {
        return request.topicId().equals(latest.topicId()) && (prefetch == null || prefetch.covers(request.offset()));
    }

    /** @return the question whose place this one takes, or null */
    @Nullable
    PendingFetch ask(PendingFetch newer, long now) {
        PendingFetch older = question;
        question = newer;
        latest = newer.request();
        lastAsked = now;
        return older;
    }

    void open(FetchCheck.Log log, long limit, long now) {
        lastLook = now;
        prefetch = new Prefetch(partition.toString(), latest.offset(), limit);
        logStart = log.range().start();
        logEnd = log.range().end();
    }

    /** What a later look at the log has shown. */
    void seen(FetchCheck.Log log) {
        logStart = log.range().start();
        logEnd = Math.max(logEnd, log.range().end());
    }

    /** Whether it is time for a later look at the log; says so once. */
    boolean takesLogLook(long now, long everyNanos) {
        boolean due = prefetch != null && now - lastLook > everyNanos;
        if (due) {
            lastLook = now;
        }
        return due;
    }

    boolean isIdle(long now, long idleNanos) {
        return question == null && now - lastAsked > idleNanos;
    }

    boolean isDue(long now) {
        return question != null && now - question.deadline() >= 0;
    }

    /**
     * The answer to the question if there is something to say by now: records, or nothing at its deadline.
     *
     * @throws SluiceException why nothing comes at this offset, ever
     */
    @Nullable
    Fetched answer(long now) {
        if (question == null || prefetch == null) {
            return null;
        }
        List<FetchedRecord> records = prefetch.take(latest.offset(), latest.maxBytes());
        long goesOn = records.isEmpty() ? prefetch.goesOn() : Fetched.NO_HOLE;
        if (records.isEmpty() && goesOn == Fetched.NO_HOLE && !isDue(now)) {
            return null;
        }
        return new Fetched(logStart, Math.max(logEnd, prefetch.tail()), records, goesOn);
    }

    /** Ends the question: it has its answer. */
    @Nullable
    PendingFetch answered() {
        PendingFetch ended = question;
        question = null;
        return ended;
    }
}
