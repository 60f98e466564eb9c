package io.sluice.telemetry;

import io.sluice.message.Position;
import io.sluice.message.TailWish;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where events of the route can be looked at while they pass: a sample, for people. While nobody looks it costs the reading of
 * one field a record. Whoever looks says so each second and is forgotten after {@link #FORGOTTEN_NANOS}; per wish and second a
 * bounded number of bytes is looked through and a bounded number of events is taken. Thread-safe.
 */
public final class Tap {
    /** A wish is repeated each second. */
    static final long FORGOTTEN_NANOS = 3_000_000_000L;

    /** Wishes of all dashboards together. */
    static final int MOST_WISHES = 64;

    /** Looked through for one wish in a second: some milliseconds of work. */
    private static final long MOST_BYTES = 1 << 20;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Map<String, Looker> lookers = new HashMap<>();
    /** By stream; read without a lock wherever a record passes. */
    private volatile Map<String, List<Catch>> open = Map.of();

    private record Looker(long nanos, List<Catch> catches) {}

    /**
     * Somebody looks, or no longer does.
     *
     * @param to     where what is seen is sent: takes the place of what was wished from there before
     * @param wishes none: nobody looks there any more
     * @param now    as {@code System.nanoTime} has it
     */
    public synchronized void look(String to, List<TailWish> wishes, long now) {
        Looker before = lookers.remove(to);
        Map<TailWish, Catch> known = new HashMap<>();
        if (before != null) {
            before.catches().forEach(each -> known.put(each.wish, each));
        }
        int others = lookers.values().stream()
                .mapToInt(looker -> looker.catches().size())
                .sum();
        List<Catch> catches = wishes.stream()
                .limit(Math.max(0, MOST_WISHES - others))
                .map(wish -> known.getOrDefault(wish, new Catch(wish)))
                .toList();
        if (!catches.isEmpty()) {
            lookers.put(to, new Looker(now, catches));
        }
        reopen();
    }

    private void reopen() {
        Map<String, List<Catch>> byStream = new HashMap<>();
        lookers.values()
                .forEach(looker -> looker.catches()
                        .forEach(each -> byStream.computeIfAbsent(each.wish.stream(), first -> new ArrayList<>())
                                .add(each)));
        open = byStream;
    }

    /** A record passes: its value as {@link io.sluice.message.EventLines} has it. */
    public void pass(Position position, String client, Buffer value) {
        List<Catch> catches = open.get(position.stream());
        if (catches != null) {
            long now = System.nanoTime();
            catches.forEach(each -> each.pass(position, client, value, now));
        }
    }

    /**
     * What was seen since the last call, by where it is to be sent: messages with {@code id}, {@code events} and
     * {@code passed}. Who hasn't said for too long that they look is forgotten.
     */
    public synchronized Map<String, List<JsonObject>> take(long now) {
        Set<String> silent = new HashSet<>();
        lookers.forEach((to, looker) -> {
            if (now - looker.nanos() > FORGOTTEN_NANOS) {
                silent.add(to);
            }
        });
        if (!silent.isEmpty()) {
            lookers.keySet().removeAll(silent);
            reopen();
        }
        Map<String, List<JsonObject>> seen = new HashMap<>();
        lookers.forEach((to, looker) -> {
            List<JsonObject> messages = looker.catches().stream()
                    .map(Catch::take)
                    .filter(message -> message.getLong("passed") > 0)
                    .toList();
            if (!messages.isEmpty()) {
                seen.put(to, messages);
            }
        });
        return seen;
    }

    /** What one wish has caught. */
    private static final class Catch {
        private final TailWish wish;
        private final EventFilter filter;
        private JsonArray events = new JsonArray();
        private long passed;
        private long second;
        private int taken;
        private long lookedThrough;

        Catch(TailWish wish) {
            this.wish = wish;
            this.filter = new EventFilter(wish);
        }

        synchronized void pass(Position position, String client, Buffer value, long now) {
            passed += position.events();
            if (now - second > SECOND_NANOS) {
                second = now;
                taken = 0;
                lookedThrough = 0;
            }
            if (taken >= wish.events()
                    || lookedThrough > MOST_BYTES
                    || !(wish.client().isEmpty() || wish.client().equals(client))) {
                return;
            }
            byte[] bytes = value.getBytes();
            lookedThrough += bytes.length;
            int index = 0;
            int begin = 0;
            while (begin <= bytes.length && taken < wish.events()) {
                int end = lineEnd(bytes, begin);
                if (end > begin && filter.matches(bytes, begin, end)) {
                    taken++;
                    events.add(event(position, client, bytes, index, begin, end));
                }
                begin = end + 1;
                index++;
            }
        }

        private JsonObject event(Position position, String client, byte[] bytes, int index, int begin, int end) {
            int length = Math.min(end - begin, wish.bytes());
            return new JsonObject()
                    .put("at", position.appendTime())
                    .put("client", client)
                    .put("partition", position.partition())
                    .put("offset", position.offset())
                    .put("index", index)
                    .put("event", EventFilter.text(bytes, begin, begin + length))
                    .put("cut", length < end - begin);
        }

        private static int lineEnd(byte[] bytes, int begin) {
            int end = begin;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            return end;
        }

        synchronized JsonObject take() {
            JsonObject message =
                    new JsonObject().put("id", wish.id()).put("passed", passed).put("events", events);
            events = new JsonArray();
            passed = 0;
            return message;
        }
    }
}
