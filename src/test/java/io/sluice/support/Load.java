package io.sluice.support;

import io.sluice.support.Oracle.Fate;
import io.sluice.support.Requests.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Senders that don't stop: what isn't accepted is sent again, to any of the nodes, a few times; some of what is accepted
 * and has ids is sent once more on purpose. What they were told of each event stands in the oracles.
 */
public final class Load implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 6;
    /** One of so many accepted requests with ids is sent again. */
    private static final int AGAIN = 8;

    private static final long SEED = 20_261_121;

    private final List<Gateway> gateways;
    private final List<Oracle> plain;
    private final List<Oracle> withIds;
    private final ScheduledExecutorService senders;
    private final List<ScheduledFuture<?>> runs = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private Load(List<Gateway> gateways, List<Oracle> plain, List<Oracle> withIds, int threads) {
        this.gateways = gateways;
        this.plain = plain;
        this.withIds = withIds;
        this.senders = Executors.newScheduledThreadPool(threads);
    }

    /** As fast as it goes, on the stream playback. */
    public static Load on(Gateway gateway, int threads) {
        return on(List.of(gateway), List.of("playback"), List.of(), threads, Duration.ofMillis(1), SEED);
    }

    /**
     * @param plain   streams without ids; some requests have a key
     * @param withIds streams whose file says where an event's id stands
     * @param pause   of each sender between two requests
     */
    public static Load on(
            List<Gateway> gateways, List<String> plain, List<String> withIds, int threads, Duration pause, long seed) {
        Load load = new Load(gateways, oracles(plain), oracles(withIds), threads);
        for (int i = 0; i < threads; i++) {
            load.runs.add(load.senders.scheduleWithFixedDelay(
                    load.new Sender(new Random(seed + i)), 0, pause.toMillis(), TimeUnit.MILLISECONDS));
        }
        return load;
    }

    private static List<Oracle> oracles(List<String> streams) {
        return streams.stream().map(Oracle::new).toList();
    }

    /** A sender with one request at a time. */
    private final class Sender implements Runnable {
        private final Random random;
        private final Requests requests;
        private Request pending;
        private int attempts;

        Sender(Random random) {
            this.random = random;
            this.requests = new Requests(random, plain, withIds);
        }

        @Override
        public void run() {
            Request request = pending == null ? requests.next() : pending;
            attempts = pending == null ? 1 : attempts + 1;
            Fate fate = post(gateways.get(random.nextInt(gateways.size())), request);
            boolean again =
                    fate == Fate.ACCEPTED ? request.haveIds() && random.nextInt(AGAIN) == 0 : attempts < MOST_ATTEMPTS;
            pending = again ? request : null;
        }
    }

    private Fate post(Gateway gateway, Request request) {
        Fate fate = fate(gateway, request);
        request.oracle().note(request.first(), request.count(), fate);
        return fate;
    }

    private Fate fate(Gateway gateway, Request request) {
        try {
            Gateway.Answer answer = gateway.post(request.oracle().stream(), request.headers(), request.body());
            if (answer.isAccepted()) {
                return Fate.ACCEPTED;
            }
            failures.add("answered " + answer);
            boolean definite = !answer.code().isEmpty() && !answer.code().equals("outcome_unknown");
            return definite && answer.status() != 500 ? Fate.REFUSED : Fate.UNKNOWN;
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Fate.REFUSED;
        } catch (IOException e) {
            failures.add(e.toString());
            return Fate.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fate.UNKNOWN;
        }
    }

    /** Sends one new event to a node; whether it was accepted. */
    public boolean fresh(Gateway gateway) {
        return post(gateway, Requests.single(plain.get(0))) == Fate.ACCEPTED;
    }

    /** How many events were answered 202. */
    public long accepted() {
        return oracles().stream().mapToLong(Oracle::acknowledged).sum();
    }

    /** Every request that wasn't answered 202, but for connections that were refused: those reached nobody. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    public List<Oracle> oracles() {
        return Stream.concat(plain.stream(), withIds.stream()).toList();
    }

    /** Ends the senders; every event has its fate then. Fails where one has ended by itself. */
    public void stop() throws InterruptedException, ExecutionException {
        for (ScheduledFuture<?> run : runs) {
            if (run.isDone()) {
                run.get();
            }
        }
        senders.shutdown();
        if (!senders.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a sender is stuck");
        }
    }

    /** Ends the senders without waiting: for a test that failed before it stopped them. */
    @Override
    public void close() {
        senders.shutdownNow();
    }
}
