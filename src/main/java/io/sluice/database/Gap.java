package io.sluice.database;

import io.sluice.message.Described;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records that Kafka had confirmed and that are gone before they were stored:
 *
 * <pre>
 *   VANISHED   the log begins after the next record to store    lost: from there to the one before its start
 *   RECREATED  the topic has another id                         lost: from the next record on, to the old log's end
 *   HOLE       the log has nothing at the next record       lost: from there to the one before its next record
 *   TRUNCATED  the log's history was replaced below that record lost: from the next record on, to the old log's end
 * </pre>
 *
 * @param from what was to be stored next: the first record lost, if the old log went so far
 * @param to   the last record lost; null where nobody knows how far the old log went
 * @param next where storing would go on, in the log of {@code nextTopicId}
 */
record Gap(
        Kind kind,
        PartitionState partition,
        long from,
        @Nullable Long to,
        UUID nextTopicId,
        long next) {
    enum Kind {
        VANISHED,
        HOLE,
        RECREATED,
        TRUNCATED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A partition as {@code sluice.consumer_offset} has it; {@code storedTo} is the append time of its last stored record. */
    record PartitionState(
            PartitionKey key,
            String stream,
            UUID topicId,
            long nextOffset,
            int leaderEpoch,
            long epoch,
            @Nullable Long storedTo) {
        static PartitionState of(Row row) {
            OffsetDateTime storedTo = row.getOffsetDateTime("stored_to");
            return new PartitionState(
                    new PartitionKey(row.getString("topic"), row.getInteger("partition")),
                    row.getString("stream"),
                    row.getUUID("topic_id"),
                    row.getLong("next_offset"),
                    row.getInteger("leader_epoch"),
                    row.getLong("epoch"),
                    storedTo == null ? null : storedTo.toInstant().toEpochMilli());
        }

        static PartitionState of(Claim claim, long stored) {
            return new PartitionState(
                    claim.key(),
                    claim.stream().name(),
                    claim.topicId(),
                    stored,
                    claim.leaderEpoch(),
                    claim.epoch(),
                    null);
        }
    }

    /**
     * What the topic's description shows, or null when it shows no gap. A log that was truncated and has grown again beyond
     * the next record to store shows none: {@link GapProbe} finds that.
     */
    static @Nullable Gap of(PartitionState state, Described.Topic topic) {
        for (Described.Partition log : topic.partitions()) {
            if (log.partition() == state.key().partition()) {
                return of(state, topic.topicId(), log);
            }
        }
        return null;
    }

    private static @Nullable Gap of(PartitionState state, UUID topicId, Described.Partition log) {
        long next = state.nextOffset();
        if (!topicId.equals(state.topicId())) {
            return new Gap(Kind.RECREATED, state, next, null, topicId, 0);
        } else if (log.logStart() > next) {
            return new Gap(Kind.VANISHED, state, next, log.logStart() - 1, topicId, log.logStart());
        } else if (log.logEnd() < next) {
            return truncated(state, log.logEnd());
        }
        return null;
    }

    /** {@code next} is where the log's new history begins. */
    static Gap truncated(PartitionState state, long next) {
        return new Gap(Kind.TRUNCATED, state, state.nextOffset(), null, state.topicId(), next);
    }

    /** {@code next} is what the log has behind the hole. */
    static Gap hole(PartitionState state, long next) {
        return new Gap(Kind.HOLE, state, state.nextOffset(), next - 1, state.topicId(), next);
    }

    /** How many records are lost, as far as that is known; else 0. */
    long records() {
        return to == null ? 0 : to - from + 1;
    }

    /** For an operator: always the same for the same gap. */
    String text() {
        String range = to == null
                ? "from offset " + from + " on, as far as the old log went"
                : "the offsets " + from + " to " + to + " (" + records() + " records)";
        String why = switch (kind) {
            case VANISHED -> "Kafka deleted " + range + " before they were stored";
            case HOLE ->
                "the log has a hole: nothing is at " + range
                        + " any more, or ever was, as where another program's transaction ended";
            case RECREATED ->
                "the topic was deleted and made again (now " + nextTopicId + "); lost is what was in the old one "
                        + range;
            case TRUNCATED ->
                "the log was truncated below offset " + from + ", up to which it was stored; lost is what was in it "
                        + range;
        };
        return "partition " + partition.key().partition() + " of "
                + partition.key().topic() + " (topic id " + partition.topicId() + "): " + why
                + "; sluice gap list shows it, sluice gap accept acknowledges the loss";
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("stream", partition.stream())
                .put("topic", partition.key().topic())
                .put("topicId", partition.topicId().toString())
                .put("partition", partition.key().partition())
                .put("kind", kind.text())
                .put("from", from)
                .put("to", to)
                .put("text", text());
    }
}
