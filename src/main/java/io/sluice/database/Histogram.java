package io.sluice.database;

import io.sluice.config.Durations;
import io.sluice.config.NodesTallies;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code histogram}: how many events there were when, of which stream or client. It reads the stored counts, which have a
 * row a quarter of an hour: exact, and its cost goes by the time that is asked for, not by the rows stored.
 */
final class Histogram implements Operation {
    private static final Set<String> BY = Set.of("stream", "client", "");
    private static final Set<String> FIGURES = Set.of("stored", "appended", "duplicates", "trouble", "discarded");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration UNLESS_SAID = Duration.ofDays(1);

    /** What a chart can show, and a browser hold. */
    private static final int MOST_STEPS = 2_000;

    private static final int MOST_VALUES = 50;
    private static final int VALUES_UNLESS_SAID = 10;

    private final HeldConnection asking;
    private final Streams streams;
    private final Clock clock;

    Histogram(HeldConnection asking, Streams streams, Clock clock) {
        this.asking = asking;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "histogram";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of("stream", "by", "figure", "from", "until", "step", "limit");
    }

    /** Times are whole quarters of an hour, {@code until} exclusive. */
    private record Question(
            @Nullable String stream,
            String by,
            String figure,
            Instant from,
            Instant until,
            Duration step,
            long limit) {}

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        Question question = question(arguments);
        return asking.run(
                        Sql.HISTOGRAM,
                        Tuple.of(
                                names(question.stream()),
                                question.from().toEpochMilli(),
                                question.until().toEpochMilli(),
                                question.step().toSeconds(),
                                question.by(),
                                question.figure(),
                                question.limit()))
                .map(rows -> answer(question, rows));
    }

    private Question question(Arguments arguments) {
        String stream = arguments.text("stream");
        if (stream != null && streams.find(stream) == null) {
            throw Arguments.unusable("stream", "names no stream of this node");
        }
        Instant until = arguments.time("until");
        Instant end = whole(until == null ? clock.instant() : until, true);
        Instant from = arguments.time("from");
        Instant begin = whole(from == null ? end.minus(UNLESS_SAID) : from, false);
        Duration step = step(arguments.text("step"));
        if (!begin.isBefore(end) || Duration.between(begin, end).dividedBy(step) > MOST_STEPS) {
            throw Arguments.unusable("until", "is expected after from, and at most " + MOST_STEPS + " steps later");
        }
        return new Question(
                stream,
                one(BY, "by", arguments.textOrEmpty("by")),
                one(FIGURES, "figure", arguments.has("figure") ? arguments.neededText("figure") : "stored"),
                begin,
                end,
                step,
                arguments.number("limit", 1, MOST_VALUES, VALUES_UNLESS_SAID));
    }

    private static Instant whole(Instant time, boolean up) {
        long quarter = QUARTER.toMillis();
        long millis = time.toEpochMilli();
        return Instant.ofEpochMilli((up ? -Math.floorDiv(-millis, quarter) : Math.floorDiv(millis, quarter)) * quarter);
    }

    private static Duration step(@Nullable String text) {
        try {
            Duration step = text == null ? QUARTER : Durations.parse(text);
            if (!step.isZero() && step.toMillis() % QUARTER.toMillis() == 0) {
                return step;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw Arguments.unusable("step", "is expected as whole quarters of an hour, like 15m, 1h or 1d");
    }

    private static String one(Set<String> known, String name, String value) {
        if (known.contains(value)) {
            return value;
        }
        throw Arguments.unusable(
                name,
                "is expected as one of "
                        + String.join(", ", known.stream().sorted().toList()));
    }

    /** What nodes note themselves is no traffic. */
    private String[] names(@Nullable String stream) {
        List<String> names = stream != null
                ? List.of(stream)
                : streams.all().stream()
                        .map(Stream::name)
                        .filter(name -> !name.equals(NodesTallies.STREAM))
                        .toList();
        return names.toArray(String[]::new);
    }

    private static JsonObject answer(Question question, RowSet<Row> rows) {
        JsonArray counts = new JsonArray();
        for (Row row : rows) {
            counts.add(new JsonObject()
                    .put("at", row.getOffsetDateTime("at").toInstant().toString())
                    .put("value", row.getString("value"))
                    .put("other", row.getBoolean("other"))
                    .put("events", row.getLong("events")));
        }
        return new JsonObject()
                .put("stream", question.stream())
                .put("by", question.by())
                .put("figure", question.figure())
                .put("from", question.from().toString())
                .put("until", question.until().toString())
                .put("stepSeconds", question.step().toSeconds())
                .put("counts", counts);
    }
}
