package io.sluice.dashboard;

import io.sluice.config.DashboardConfig;
import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.sluice.message.Address;
import io.sluice.message.TailWish;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Live tails: says to all nodes which events somebody here wants to see, each second while anybody does, and passes on what
 * they send back. Those who ask for the same are one wish. Used on the management port's event loop.
 */
final class Tails {
    /** Before a stream's name; together they are the address. */
    static final String PREFIX = "sluice.dashboard.tail.";

    /** Different ones at a time, of all who are connected here. */
    private static final int MOST_WISHES = 16;

    private static final int MOST_TEXT = 200;

    private final Vertx vertx;
    private final DashboardConfig config;
    private final String to;
    private final Fanout fanout;
    private final List<String> addresses;
    private final Map<TailWish, List<Listener>> wishes = new LinkedHashMap<>();
    private final Map<TailWish, String> ids = new HashMap<>();
    private final Map<String, Seen> seen = new TreeMap<>();
    private long numbered;
    private boolean asked;

    /** What came from all nodes for one wish since it was last passed on. */
    private static final class Seen {
        private JsonArray events = new JsonArray();
        private long passed;
    }

    Tails(Vertx vertx, DashboardConfig config, Streams streams, String node, Fanout fanout) {
        this.vertx = vertx;
        this.config = config;
        this.to = Address.TAIL.at(node);
        this.fanout = fanout;
        this.addresses = List.copyOf(addresses(streams));
    }

    /** One for each stream. */
    static Set<String> addresses(Streams streams) {
        return streams.all().stream().map(Stream::name).map(PREFIX::concat).collect(Collectors.toSet());
    }

    /** Where nodes send what they see. */
    String to() {
        return to;
    }

    /** Somebody has come or gone. */
    void changed() {
        wishes.clear();
        for (String address : addresses) {
            for (Listener listener : fanout.listeners(address)) {
                TailWish wish = wish(address, listener.headers(address));
                if (wishes.size() < MOST_WISHES || wishes.containsKey(wish)) {
                    wishes.computeIfAbsent(wish, first -> new ArrayList<>()).add(listener);
                }
            }
        }
        ids.keySet().retainAll(wishes.keySet());
        wishes.keySet().forEach(wish -> ids.computeIfAbsent(wish, first -> "w" + numbered++));
        seen.keySet().retainAll(ids.values());
        if (asked || !wishes.isEmpty()) {
            ask();
        }
    }

    /** Each second, so that nobody forgets. */
    void ask() {
        if (!asked && wishes.isEmpty()) {
            return;
        }
        asked = !wishes.isEmpty();
        JsonArray all = new JsonArray();
        wishes.keySet().forEach(wish -> all.add(wish.json().put("id", ids.get(wish))));
        vertx.eventBus()
                .publish(
                        Address.TAIL.text(),
                        new JsonObject().put("v", 1).put("to", to).put("wishes", all));
    }

    private TailWish wish(String address, JsonObject headers) {
        return new TailWish(
                "",
                address.substring(PREFIX.length()),
                text(headers, "client"),
                text(headers, "contains"),
                pointer(text(headers, "pointer")),
                text(headers, "value"),
                config.tailEvents(),
                config.tailBytes().asInt());
    }

    private static String text(JsonObject headers, String name) {
        Object value = headers.getValue(name);
        String text = value == null ? "" : String.valueOf(value);
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    /** One that is none leads nowhere in any event. */
    private static String pointer(String text) {
        try {
            return new JsonPointer(text).text();
        } catch (IllegalArgumentException e) {
            return new JsonPointer("/" + text.replace("~", "~0").replace("/", "~1")).text();
        }
    }

    /** A node has seen something. */
    void hear(JsonObject message) {
        String id = message.getString("id", "");
        if (!ids.containsValue(id)) {
            return;
        }
        Seen of = seen.computeIfAbsent(id, first -> new Seen());
        of.passed += message.getLong("passed", 0L);
        for (Object event : message.getJsonArray("events", new JsonArray())) {
            if (of.events.size() < config.tailEvents()) {
                of.events.add(event);
            }
        }
    }

    /** Several times a second: what was seen goes to those who asked for it. */
    void show() {
        wishes.forEach((wish, listeners) -> {
            Seen of = seen.remove(String.valueOf(ids.get(wish)));
            if (of != null) {
                String address = PREFIX + wish.stream();
                Published message = new Published(
                        address,
                        new JsonObject().put("v", 1).put("passed", of.passed).put("events", of.events));
                listeners.forEach(listener -> listener.hear(message));
            }
        });
    }
}
