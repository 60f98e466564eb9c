package io.sluice.dashboard;

import io.sluice.failure.Failure;
import io.sluice.failure.SluiceException;
import io.sluice.message.Figure;
import io.sluice.message.Statistics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much was counted in each five seconds of the last quarter of an hour, by stream, from what all nodes published: what
 * stored counts are too coarse for. Its memory is bounded by the number of streams. Not thread-safe.
 */
final class Recent {
    static final long STEP_MILLIS = 5_000;
    static final int CELLS = 180;

    private static final long FORGOTTEN_MILLIS = Picture.FORGOTTEN_MILLIS;

    private record Before(Statistics statistics, long millis) {}

    private final Map<String, Before> before = new HashMap<>();
    private final Map<String, Map<Figure, long[]>> series = new TreeMap<>();
    /** The number of the newest cell since 1970. */
    private long newest;

    /** Takes in what a node published, at a time of this node's. What it counted before it was first heard isn't known here. */
    void hear(Statistics statistics, long now) {
        turnTo(now / STEP_MILLIS);
        Before earlier = before.put(statistics.node(), new Before(statistics, now));
        if (earlier != null) {
            statistics
                    .streams()
                    .forEach((stream, figures) -> figures.forEach((figure, count) -> {
                        Map<Figure, Long> then = earlier.statistics().streams().getOrDefault(stream, Map.of());
                        add(stream, figure, count - then.getOrDefault(figure, 0L));
                    }));
        }
        before.values().removeIf(each -> now - each.millis() > FORGOTTEN_MILLIS);
    }

    private void add(String stream, Figure figure, long more) {
        if (more > 0) {
            long[] cells = series.computeIfAbsent(stream, first -> new EnumMap<>(Figure.class))
                    .computeIfAbsent(figure, first -> new long[CELLS]);
            cells[(int) (newest % CELLS)] += more;
        }
    }

    private void turnTo(long cell) {
        if (cell - newest >= CELLS) {
            series.clear();
            newest = cell;
        }
        while (newest < cell) {
            newest++;
            int turned = (int) (newest % CELLS);
            series.values().forEach(figures -> figures.values().forEach(cells -> cells[turned] = 0));
        }
    }

    /** {@code recent}: takes {@code figure}; the oldest cell comes first, the last one isn't over yet. */
    JsonObject answer(JsonObject arguments) {
        Figure figure = figure(String.valueOf(arguments.getValue("figure", Figure.APPENDED_EVENTS.text())));
        turnTo(System.currentTimeMillis() / STEP_MILLIS);
        JsonObject streams = new JsonObject();
        series.forEach((stream, figures) -> {
            long[] cells = figures.getOrDefault(figure, new long[CELLS]);
            JsonArray ordered = new JsonArray();
            for (int i = 1; i <= CELLS; i++) {
                ordered.add(cells[(int) ((newest + i) % CELLS)]);
            }
            streams.put(stream, ordered);
        });
        return new JsonObject()
                .put("figure", figure.text())
                .put("stepMillis", STEP_MILLIS)
                .put("from", (newest - CELLS + 1) * STEP_MILLIS)
                .put("streams", streams);
    }

    private static Figure figure(String name) {
        return Arrays.stream(Figure.values())
                .filter(figure -> figure.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new SluiceException(
                        Failure.INVALID_ARGUMENT, "the argument figure is expected as the name of a figure"));
    }
}
