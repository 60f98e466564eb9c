package io.sluice.dashboard;

import io.sluice.message.Figure;
import io.sluice.message.Statistics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all nodes together look like, from what each tells of itself. A node that isn't heard stays in the picture for a
 * while, so that people see that it is gone. Not thread-safe.
 */
final class Picture {
    /** A node publishes each second: after this it has missed one, and is shown as silent. */
    static final long SILENT_MILLIS = 1_600;

    /** After this it is shown as gone. */
    static final long GONE_MILLIS = 5_000;

    /** After this it isn't shown any more. */
    static final long FORGOTTEN_MILLIS = 120_000;

    private static final List<String> LARGEST = List.of("backlogSeconds", "drainSeconds", "postgresAwaySeconds");
    /** Every node with the database tells all of them. */
    private static final List<String> SAME = List.of("troubleOpen", "topicBytes");

    private final String node;
    private final Map<String, Heard> heard = new TreeMap<>();

    private record Heard(Statistics statistics, JsonObject json, long millis) {
        String state(long now) {
            return now - millis > GONE_MILLIS ? "gone" : now - millis > SILENT_MILLIS ? "silent" : "live";
        }

        boolean isGone(long now) {
            return now - millis > GONE_MILLIS;
        }
    }

    /** Nothing was heard yet by this node. */
    Picture(String node) {
        this.node = node;
    }

    /** Takes in what a node published, at a time of this node's; what is no statistics fails with a RuntimeException. */
    Statistics hear(JsonObject json, long now) {
        Statistics statistics = Statistics.of(json);
        heard.put(statistics.node(), new Heard(statistics, json, now));
        return statistics;
    }

    /** How each node is, by name: changes when one falls silent or is heard again. */
    Map<String, String> states(long now) {
        heard.values().removeIf(each -> now - each.millis() > FORGOTTEN_MILLIS);
        Map<String, String> states = new TreeMap<>();
        heard.forEach((name, each) -> states.put(name, each.state(now)));
        return states;
    }

    /** The picture at a time: what is a rate or is now counts only nodes that aren't gone. */
    JsonObject json(long now) {
        Map<Figure, Long> counts = new EnumMap<>(Figure.class);
        Map<Figure, Long> perSecond = new EnumMap<>(Figure.class);
        Map<String, Map<Figure, Long>> streams = new TreeMap<>();
        Map<String, Long> gauges = new TreeMap<>();
        JsonArray nodes = new JsonArray();
        states(now);
        heard.values().forEach(each -> {
            Statistics told = each.statistics();
            add(counts, told.counts());
            told.streams()
                    .forEach((stream, figures) ->
                            add(streams.computeIfAbsent(stream, first -> new EnumMap<>(Figure.class)), figures));
            if (!each.isGone(now)) {
                add(perSecond, told.perSecond());
                told.gauges().forEach((name, value) -> gauge(gauges, name, value));
            }
            nodes.add(each.json().copy().put("state", each.state(now)).put("silentMillis", now - each.millis()));
        });
        JsonObject byStream = new JsonObject();
        streams.forEach((stream, figures) -> byStream.put(stream, Statistics.figures(figures)));
        JsonObject all = new JsonObject();
        gauges.forEach(all::put);
        return new JsonObject()
                .put("v", 1)
                .put("at", now)
                .put("from", node)
                .put("counts", Statistics.figures(counts))
                .put("perSecond", Statistics.figures(perSecond))
                .put("streams", byStream)
                .put("gauges", all)
                .put("nodes", nodes);
    }

    private static void add(Map<Figure, Long> sum, Map<Figure, Long> more) {
        more.forEach((figure, count) -> sum.merge(figure, count, Long::sum));
    }

    private static void gauge(Map<String, Long> gauges, String name, long value) {
        boolean largest = LARGEST.contains(name) || SAME.contains(name);
        gauges.merge(name, value, largest ? Math::max : Long::sum);
    }
}
