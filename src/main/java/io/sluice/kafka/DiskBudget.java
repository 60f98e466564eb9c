package io.sluice.kafka;

import io.sluice.failure.Exceeded;
import io.sluice.failure.Failure;
import io.sluice.failure.Limit;
import io.sluice.failure.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what topics may use on Kafka's disks. Only Kafka is asked, so an edge without a database keeps the bound too. A
 * topic over its budget takes no new events, until it uses less than 90 % of it: so senders aren't let in and turned away
 * in turns. Written on the bridge's context; the figures may be read from any thread.
 */
final class DiskBudget {
    private static final double AGAIN_BELOW = 0.9;

    /** A look's weight in the growth: what a few looks agree on counts. */
    private static final double NEWEST = 0.3;

    /** What a topic used when it was last looked at, and by how much it grows in a second. */
    private record Use(long bytes, double growth, long nanos, boolean isFull) {}

    private final long most;
    private volatile Map<String, Use> byTopic = Map.of();

    DiskBudget(long most) {
        this.most = most;
    }

    /** What was seen now, by {@code nanos}; topics that nobody tells of keep what was known. */
    void seen(Map<String, Long> bytesByTopic, long nanos) {
        Map<String, Use> now = new HashMap<>(byTopic);
        bytesByTopic.forEach((topic, bytes) -> now.merge(topic, first(bytes, nanos), this::next));
        byTopic = Map.copyOf(now);
    }

    private Use first(long bytes, long nanos) {
        return new Use(bytes, 0, nanos, bytes >= most);
    }

    private Use next(Use before, Use now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        double growth = (now.bytes() - before.bytes()) / seconds;
        boolean isFull = before.isFull() ? now.bytes() >= AGAIN_BELOW * most : now.isFull();
        return new Use(now.bytes(), before.growth() + NEWEST * (growth - before.growth()), now.nanos(), isFull);
    }

    /** Why nothing more may be appended to the topic, or null. */
    @Nullable
    Problem refusal(String topic) {
        Use use = byTopic.get(topic);
        return use == null || !use.isFull()
                ? null
                : new Problem(
                        Failure.BACKLOG_FULL,
                        "the topic uses as much of Kafka's disks as it may; events are taken again once there is room",
                        new Exceeded(Limit.BUDGET, most));
    }

    /** On Kafka's disks, one replica of each partition. */
    long bytes(String topic) {
        Use use = byTopic.get(topic);
        return use == null ? 0 : use.bytes();
    }

    /** Until the budget is used when the topic grows on as it does: 0 when it is, infinite while it doesn't grow. */
    double secondsLeft(String topic) {
        Use use = byTopic.get(topic);
        if (use == null || use.growth() <= 0) {
            return use != null && use.isFull() ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.max(0, (most - use.bytes()) / use.growth());
    }

    /** The topics that take nothing more, each in a sentence. */
    List<String> full() {
        List<String> sentences = new ArrayList<>();
        byTopic.forEach((topic, use) -> {
            if (use.isFull()) {
                sentences.add("topic " + topic + " uses " + use.bytes() + " bytes of the " + most
                        + " of kafka.topicBudget: new events are refused until it uses less than 90 % of that");
            }
        });
        sentences.sort(null);
        return sentences;
    }
}
