package io.sluice.http;

import io.sluice.config.NodesTallies;
import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Address;
import io.sluice.message.AppendBatch;
import io.sluice.message.AppendRequest;
import io.sluice.message.Bus;
import io.sluice.message.Outcome;
import io.sluice.message.Outcomes;
import io.sluice.message.Position;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this verticle answered with 202, handed to Kafka every few seconds: a witness against the balance sheet, which may
 * never say less. It errs on one side only: a kill loses the last seconds, and a tally of which nobody knows whether it was
 * written isn't sent again. Used on one event loop.
 */
final class Tallies {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    /** A record's worth; while Kafka is away, what is more isn't counted. */
    private static final int MOST_CELLS = 5_000;

    private static final Set<Failure> NOTHING_WRITTEN =
            Set.of(Failure.NOT_WRITTEN, Failure.NO_HANDLERS, Failure.SHUTTING_DOWN);

    private record Cell(String client, String stream, long quarter, int partition) {}

    private record Tally(long events, long lastOffset) {
        Tally plus(Tally other) {
            return new Tally(events + other.events, Math.max(lastOffset, other.lastOffset));
        }
    }

    private final Bus bus;
    private Map<Cell, Tally> open = new HashMap<>();
    private boolean underWay;

    Tallies(Bus bus) {
        this.bus = bus;
    }

    /** A request of this client was answered with 202. */
    void accepted(String client, Position position) {
        long quarter = Math.floorDiv(position.appendTime(), QUARTER) * QUARTER;
        add(
                new Cell(client, position.stream(), quarter, position.partition()),
                new Tally(position.events(), position.offset()));
    }

    private void add(Cell cell, Tally tally) {
        if (open.size() < MOST_CELLS || open.containsKey(cell)) {
            open.merge(cell, tally, Tally::plus);
        }
    }

    /** Hands over what has come since the last time. Never fails. */
    Future<Void> handOver() {
        if (underWay || open.isEmpty()) {
            return Future.succeededFuture();
        }
        underWay = true;
        Map<Cell, Tally> handed = open;
        open = new HashMap<>();
        return bus.ask(Address.APPEND.text(), new AppendBatch(List.of(record(handed))), TIMEOUT, Outcomes.class)
                .onSuccess(
                        outcomes -> takeBackRefused(handed, outcomes.outcomes().get(0)))
                .onFailure(
                        failure -> takeBack(handed, SluiceException.of(failure).failure()))
                .onComplete(done -> underWay = false)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void takeBackRefused(Map<Cell, Tally> handed, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            takeBack(handed, refused.problem().failure());
        }
    }

    private void takeBack(Map<Cell, Tally> handed, Failure failure) {
        if (NOTHING_WRITTEN.contains(failure)) {
            handed.forEach(this::add);
        }
    }

    private static AppendRequest record(Map<Cell, Tally> tallies) {
        String lines = tallies.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
        return new AppendRequest(
                NodesTallies.STREAM,
                "sluice",
                tallies.size(),
                System.currentTimeMillis(),
                NodesTallies.VERSION,
                null,
                Buffer.buffer(lines));
    }

    private static String line(Cell cell, Tally tally) {
        return new JsonObject()
                .put("client", cell.client())
                .put("stream", cell.stream())
                .put("quarter", Instant.ofEpochMilli(cell.quarter()).toString())
                .put("partition", cell.partition())
                .put("events", tally.events())
                .put("lastOffset", tally.lastOffset())
                .encode();
    }
}
