package io.sluice.database;

import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.message.Position;
import io.sluice.message.Status;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a position, from what PostgreSQL holds and what was seen of Kafka:
 *
 * <pre>
 *   stored from this log, below the next offset ── its day is there ─▶ STORED     ── dropped ─▶ EXPIRED
 *   stored from this log, not yet this far ── still in Kafka ─▶ ACCEPTED
 *                                          ── deleted by Kafka ─▶ EXPIRED when older than the replay window, else LOST
 *                                          ── the topic was made again ─▶ LOST
 *   in a gap that an operator acknowledged ─▶ LOST
 *   never stored from this log ── the stream's topic now ─▶ ACCEPTED              ── for certain not ─▶ ELSEWHERE
 * </pre>
 *
 * Whatever can't be told for certain is ACCEPTED: that is what the receipt itself proves. Used on one event loop.
 */
final class StatusRules {
    /**
     * What PostgreSQL holds of the position's log.
     *
     * @param next       below it everything is stored; null when nothing was ever stored from this log
     * @param isEnded    whether the log was left for another
     * @param isOther    whether the stream's partition is stored from another log
     * @param dayDropped whether the rows of its day are gone
     * @param isLost     whether an operator acknowledged that it is lost
     */
    record Held(@Nullable Long next, boolean isEnded, boolean isOther, boolean dayDropped, boolean isLost) {
        boolean isStored(Position position) {
            return !isLost && next != null && position.offset() < next;
        }
    }

    /**
     * A position's entries in the trouble queue.
     *
     * @param open  those that aren't rows
     * @param fewer by how many the rows are fewer than the accepted events: a lenient request's bad events aren't among
     *              them, and one that was mended is a row more
     */
    record Entries(List<Status.Trouble> open, int fewer) {
        static final Entries NONE = new Entries(List.of(), 0);

        static Entries of(Row row) {
            Status.Trouble trouble = new Status.Trouble(row.getInteger("event_index"), row.getString("reason"));
            boolean mended = row.getBoolean("mended");
            int accepted = row.getBoolean("beside") ? 0 : 1;
            return mended ? new Entries(List.of(), accepted - 1) : new Entries(List.of(trouble), accepted);
        }

        Entries plus(Entries more) {
            List<Status.Trouble> both = new ArrayList<>(open);
            both.addAll(more.open);
            return new Entries(both, fewer + more.fewer);
        }
    }

    private final LogsSeen seen;
    private final Streams streams;
    private final Clock clock;

    StatusRules(LogsSeen seen, Streams streams, Clock clock) {
        this.seen = seen;
        this.streams = streams;
        this.clock = clock;
    }

    /** {@code troubles} are those of the position. */
    Status status(Position position, Held held, Entries troubles) {
        if (held.isLost()) {
            return Status.nothingStored(
                    Status.State.LOST,
                    "Kafka lost the record before its events were stored; an operator has acknowledged that");
        }
        if (held.isStored(position)) {
            return stored(position, held, troubles);
        }
        return held.next() == null ? neverStoredFrom(position, held) : notYetStored(position, held);
    }

    private static Status stored(Position position, Held held, Entries troubles) {
        int rows = rows(position, troubles);
        return held.dayDropped() && rows > 0
                ? Status.nothingStored(
                        Status.State.EXPIRED,
                        "the events were stored; their day has been dropped from PostgreSQL since")
                : new Status(Status.State.STORED, rows, troubles.open(), null);
    }

    /** A record that went to the trouble queue as a whole is one entry, and none of its events is a row. */
    private static int rows(Position position, Entries troubles) {
        boolean whole = troubles.open().stream().anyMatch(trouble -> trouble.index() == Status.Trouble.WHOLE_REQUEST);
        return whole ? 0 : Math.max(0, position.events() - troubles.fewer());
    }

    private Status notYetStored(Position position, Held held) {
        if (held.isEnded() || seen.isOfAnotherTopic(position)) {
            return Status.nothingStored(
                    Status.State.LOST, "the topic was deleted and made again before these events were stored");
        }
        if (!seen.isDeleted(position)) {
            return Status.nothingStored(Status.State.ACCEPTED, null);
        }
        return isOlderThanReplay(position)
                ? Status.nothingStored(
                        Status.State.EXPIRED,
                        "older than the stream's replay window: Kafka has deleted the record, and PostgreSQL has no trace of it")
                : Status.nothingStored(Status.State.LOST, "Kafka deleted the record before its events were stored");
    }

    private boolean isOlderThanReplay(Position position) {
        Stream stream = streams.find(position.stream());
        return stream != null
                && clock.millis() - position.appendTime()
                        > stream.file().replay().toMillis();
    }

    private Status neverStoredFrom(Position position, Held held) {
        if (seen.isOfAnotherTopic(position)) {
            return Status.nothingStored(
                    Status.State.ELSEWHERE,
                    "the receipt is of a topic that Kafka here doesn't have, and that PostgreSQL here never stored from");
        }
        if (seen.isCurrent(position) && held.isOther()) {
            return Status.nothingStored(
                    Status.State.ACCEPTED,
                    "the topic was deleted and made again; the events are in Kafka and are stored once an operator has"
                            + " settled that");
        }
        return Status.nothingStored(
                Status.State.ACCEPTED,
                seen.hasNoTopic(position)
                        ? "no topic of this stream is seen from where it is stored; the events are in Kafka"
                        : null);
    }
}
