package io.sluice.database;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code gap.accept}: acknowledges a loss, named as {@code gap.list} names it; storing goes on behind it. */
final class AcceptGap implements Operation {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptGap.class);
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Gaps gaps;
    private final StreamNames streams;
    private final Clock clock;

    AcceptGap(Gaps gaps, StreamNames streams, Clock clock) {
        this.gaps = gaps;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gap.accept";
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public Set<String> takes() {
        return Set.of(PauseStream.STREAM, PauseStream.PARTITION, FROM, TO, PauseStream.NOTE);
    }

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        String stream = streams.known(arguments.neededText(PauseStream.STREAM));
        long partition = arguments.neededNumber(PauseStream.PARTITION, 0, Integer.MAX_VALUE);
        long from = arguments.neededNumber(FROM, 0, Long.MAX_VALUE);
        @Nullable Long to = arguments.has(TO) ? arguments.neededNumber(TO, 0, Long.MAX_VALUE) : null;
        String note = arguments.text(PauseStream.NOTE);
        return gaps.find(stream)
                .map(found -> exactly(found, partition, from, to))
                .compose(gap -> gaps.accept(gap, who, note == null ? "" : note, clock.millis())
                        .onSuccess(id -> log(gap.gap(), who))
                        .map(id -> answer(gap.gap(), id)));
    }

    /** Who acknowledges must have seen the loss as it is: another range is another loss. */
    private static GapProbe.Found exactly(List<GapProbe.Found> found, long partition, long from, @Nullable Long to) {
        for (GapProbe.Found candidate : found) {
            Gap gap = candidate.gap();
            if (gap.partition().key().partition() == partition) {
                if (gap.from() == from && Objects.equals(gap.to(), to)) {
                    return candidate;
                }
                throw new SluiceException(Failure.CONFLICT, "the gap there is another one: " + gap.text());
            }
        }
        throw new SluiceException(Failure.CONFLICT, "there is no gap in partition " + partition);
    }

    private static void log(Gap gap, String who) {
        LOG.atWarn()
                .addKeyValue("topic", gap.partition().key().topic())
                .addKeyValue("topicId", gap.partition().topicId())
                .addKeyValue("partition", gap.partition().key().partition())
                .addKeyValue("kind", gap.kind().text())
                .addKeyValue("from", gap.from())
                .addKeyValue("to", gap.to())
                .addKeyValue("next", gap.next())
                .addKeyValue("who", who)
                .log("a loss was acknowledged; storing goes on behind it");
    }

    private static JsonObject answer(Gap gap, long id) {
        return gap.toJson()
                .put("id", id)
                .put("nextTopicId", gap.nextTopicId().toString())
                .put("next", gap.next());
    }
}
