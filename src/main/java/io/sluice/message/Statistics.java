package io.sluice.message;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node publishes of itself each second at {@link Address#STATISTICS}, as a plain JSON object. Keys that a reader
 * doesn't know it passes over, so that a newer node may say more.
 *
 * @param node      its name
 * @param version   of the program
 * @param at        its clock, in milliseconds since 1970
 * @param uptime    milliseconds since its start
 * @param roles     that run there, in route order
 * @param status    of its health: up, degraded or down
 * @param parts     what each part says of itself
 * @param counts    since its start, without what the nodes note themselves
 * @param perSecond the same in the second before
 * @param streams   the counts by stream; {@code -} for requests to none
 * @param rejected  requests by the code of the error that answered them
 * @param latency   by what was timed
 * @param gauges    what is now: backlog, memory and others, by name; docs/bus.md lists them
 */
public record Statistics(
        String node,
        String version,
        long at,
        long uptime,
        List<String> roles,
        String status,
        Map<String, Part> parts,
        Map<Figure, Long> counts,
        Map<Figure, Long> perSecond,
        Map<String, Map<Figure, Long>> streams,
        Map<String, Long> rejected,
        Map<String, Latency> latency,
        Map<String, Long> gauges) {
    /** Of the form, not of the program. */
    private static final int FORM = 1;

    /** A part's state: up, degraded or down, and in a sentence why. */
    public record Part(String status, String detail) {}

    /** In milliseconds, over the last half minute; 0 while there was nothing. */
    public record Latency(double p50, double p99) {}

    /** As it crosses the bus. */
    public JsonObject json() {
        JsonObject told = new JsonObject();
        new TreeMap<>(parts)
                .forEach((name, part) -> told.put(
                        name, new JsonObject().put("status", part.status()).put("detail", part.detail())));
        JsonObject byStream = new JsonObject();
        new TreeMap<>(streams).forEach((stream, ofStream) -> byStream.put(stream, figures(ofStream)));
        JsonObject timed = new JsonObject();
        new TreeMap<>(latency)
                .forEach((what, took) ->
                        timed.put(what, new JsonObject().put("p50", took.p50()).put("p99", took.p99())));
        return new JsonObject()
                .put("v", FORM)
                .put("node", node)
                .put("version", version)
                .put("at", at)
                .put("uptime", uptime)
                .put("roles", new JsonArray(roles))
                .put("status", status)
                .put("parts", told)
                .put("counts", figures(counts))
                .put("perSecond", figures(perSecond))
                .put("streams", byStream)
                .put("rejected", numbers(rejected))
                .put("latency", timed)
                .put("gauges", numbers(gauges));
    }

    /** Figures by their names. */
    public static JsonObject figures(Map<Figure, Long> figures) {
        JsonObject json = new JsonObject();
        for (Figure figure : Figure.values()) {
            json.put(figure.text(), figures.getOrDefault(figure, 0L));
        }
        return json;
    }

    private static JsonObject numbers(Map<String, Long> numbers) {
        JsonObject json = new JsonObject();
        new TreeMap<>(numbers).forEach(json::put);
        return json;
    }

    /** Reads one; what is none fails with a RuntimeException that says why. */
    public static Statistics of(JsonObject json) {
        Map<String, Part> parts = new TreeMap<>();
        objects(json, "parts")
                .forEach((name, part) ->
                        parts.put(name, new Part(part.getString("status", ""), part.getString("detail", ""))));
        Map<String, Map<Figure, Long>> streams = new TreeMap<>();
        objects(json, "streams").forEach((stream, ofStream) -> streams.put(stream, figures(ofStream)));
        Map<String, Latency> latency = new TreeMap<>();
        objects(json, "latency")
                .forEach((what, took) ->
                        latency.put(what, new Latency(took.getDouble("p50", 0.0), took.getDouble("p99", 0.0))));
        String node = json.getString("node");
        if (node == null || node.isBlank()) {
            throw new IllegalArgumentException("statistics without node");
        }
        return new Statistics(
                node,
                json.getString("version", "unknown"),
                json.getLong("at", 0L),
                json.getLong("uptime", 0L),
                json.getJsonArray("roles", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList(),
                json.getString("status", ""),
                parts,
                figures(json.getJsonObject("counts", new JsonObject())),
                figures(json.getJsonObject("perSecond", new JsonObject())),
                streams,
                numbers(json.getJsonObject("rejected", new JsonObject())),
                latency,
                numbers(json.getJsonObject("gauges", new JsonObject())));
    }

    private static Map<String, JsonObject> objects(JsonObject json, String key) {
        Map<String, JsonObject> objects = new TreeMap<>();
        JsonObject all = json.getJsonObject(key, new JsonObject());
        all.fieldNames().forEach(name -> objects.put(name, all.getJsonObject(name)));
        return objects;
    }

    private static Map<Figure, Long> figures(JsonObject json) {
        Map<Figure, Long> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            figures.put(figure, json.getLong(figure.text(), 0L));
        }
        return figures;
    }

    private static Map<String, Long> numbers(JsonObject json) {
        Map<String, Long> numbers = new TreeMap<>();
        json.fieldNames().forEach(name -> numbers.put(name, json.getLong(name)));
        return numbers;
    }

    @Override
    public String toString() {
        return "Statistics[" + node + ", " + parts.size() + " parts, " + streams.size() + " streams]";
    }
}
