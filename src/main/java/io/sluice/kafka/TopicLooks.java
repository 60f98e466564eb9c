package io.sluice.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Looks at Kafka on behalf of what is being read: at topics' ids for records that were polled, and at where logs begin.
 * One look at a topic is under way at a time, and serves all that was polled before it began. Only for the reader's thread.
 */
final class TopicLooks {
    /** What a look has shown: the topic's id after the poll of this number. */
    record Seen(String topic, long poll, UUID id) {}

    /** After a look that failed: not in a tight loop. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How old the word may be of where a log begins. */
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final KafkaAdmin cluster;
    private final Availability availability;
    private final Consumer<Runnable> reader;
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Long> notBefore = new HashMap<>();

    /** @param reader runs something on the reader's thread */
    TopicLooks(KafkaAdmin cluster, Availability availability, Consumer<Runnable> reader) {
        this.cluster = cluster;
        this.availability = availability;
        this.reader = reader;
    }

    /**
     * Begins the looks that are needed.
     *
     * @param waiting the readings, some of which hold records that wait for one
     * @param poll    the number of the newest poll
     * @param then    gets each result, on the reader's thread; a look that fails is begun again with a later call
     */
    void begin(Collection<Reading> waiting, long poll, Consumer<Seen> then) {
        long now = availability.now();
        for (Reading reading : waiting) {
            String topic = reading.partition().topic();
            boolean due = reading.awaitsLook() && now - notBefore.getOrDefault(topic, now) >= 0;
            if (due && underWay.add(topic)) {
                cluster.topicId(topic)
                        .onSuccess(id -> reader.accept(() -> {
                            underWay.remove(topic);
                            then.accept(new Seen(topic, poll, id));
                        }))
                        .onFailure(failure -> reader.accept(() -> failed(topic)));
            }
        }
    }

    /** Looks at logs that weren't looked at for a while: where one begins changes without a record. */
    void refresh(Collection<Reading> readings, BiConsumer<Reading, FetchCheck.Log> then) {
        long now = availability.now();
        for (Reading reading : readings) {
            if (reading.takesLogLook(now, REFRESH_NANOS)) {
                cluster.log(reading.partition()).onSuccess(log -> reader.accept(() -> then.accept(reading, log)));
            }
        }
    }

    private void failed(String topic) {
        underWay.remove(topic);
        notBefore.put(topic, availability.now() + PAUSE_NANOS);
    }
}
