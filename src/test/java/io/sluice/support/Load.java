package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Senders that don't stop, and an oracle: of every event it knows what its sender was told. An event is a number, sent
 * once and never again.
 */
public final class Load {
    private static final int BATCH = 20;

    private final Gateway gateway;
    private final ExecutorService senders;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong next = new AtomicLong();
    private final Set<Long> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();

    private Load(Gateway gateway, int threads) {
        this.gateway = gateway;
        this.senders = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            senders.execute(this::sendUntilStopped);
        }
    }

    public static Load on(Gateway gateway, int threads) {
        return new Load(gateway, threads);
    }

    private void sendUntilStopped() {
        while (running.get()) {
            send();
        }
    }

    private void send() {
        long first = next.getAndAdd(BATCH);
        Set<Long> numbers = LongStream.range(first, first + BATCH).boxed().collect(Collectors.toSet());
        String body = LongStream.range(first, first + BATCH)
                .mapToObj(number -> event(number).encode())
                .collect(Collectors.joining("\n"));
        fate(body).addAll(numbers);
    }

    /** A playback event that is a function of its number. */
    public static JsonObject event(long number) {
        return new JsonObject()
                .put("event", "track.streamed")
                .put("at", "2026-11-21T08:00:00.123Z")
                .put("userId", "u-" + number)
                .put("trackId", number)
                .put("playedMs", number % 1_000);
    }

    private Set<Long> fate(String body) {
        try {
            Gateway.Answer answer = gateway.post("playback", "application/x-ndjson", body);
            if (answer.isAccepted()) {
                return accepted;
            }
            return answer.code().equals("outcome_unknown") ? unknown : refused;
        } catch (IOException e) {
            return unknown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown;
        }
    }

    /** Events that were answered 202: each must be stored once. */
    public Set<Long> accepted() {
        return accepted;
    }

    /** Events whose sender can't know: each may be stored once. */
    public Set<Long> unknown() {
        return unknown;
    }

    /** Events that were refused for certain: none may be stored. */
    public Set<Long> refused() {
        return refused;
    }

    /** Ends the senders; every event has its fate then. */
    public void stop() throws InterruptedException {
        running.set(false);
        senders.shutdown();
        if (!senders.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a sender is stuck");
        }
    }
}
