package io.sluice.cluster;

import io.sluice.config.Role;
import io.sluice.message.WireVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells all others at {@link #ADDRESS}, a JSON object. Keys and role names that this version doesn't know are
 * passed over, so that a newer node may say more.
 *
 * @param node    its name, of which there is no other
 * @param member  the cluster's name for it
 * @param group   its HA group; empty without {@code -ha}
 * @param version of the program
 * @param state   what it is about
 * @param own     roles of its conf, which it runs whatever others do; none for a spare
 * @param can     roles that it could run
 * @param running roles that run here
 * @param wanted  how many nodes must run a role at least, as far as it knows
 * @param wire    which versions of messages and record headers it reads and writes
 */
record Announcement(
        String node,
        String member,
        String group,
        String version,
        State state,
        Set<Role> own,
        Set<Role> can,
        Set<Role> running,
        Map<Role, Integer> wanted,
        Wire wire) {
    /** Where it is published, each second. */
    static final String ADDRESS = "sluice.node";

    /** Of the form, not of the program. */
    private static final int FORM = 1;

    enum State {
        /** Takes part. */
        RUNNING,
        /** Gives its roles up and takes none, but stays. */
        DRAINING,
        /** Is about to end, in order. */
        LEAVING
    }

    /** A node that doesn't say so is of the first release, which knew no other. */
    record Wire(Set<Integer> reads, int writes) {
        static final Wire FIRST = new Wire(Set.of(WireVersion.OLDEST), WireVersion.OLDEST);

        Wire {
            reads = Set.copyOf(reads);
        }

        private JsonObject json() {
            return new JsonObject().put("reads", array()).put("writes", writes);
        }

        /** The versions that it reads, in order. */
        JsonArray array() {
            return new JsonArray(List.copyOf(new TreeSet<>(reads)));
        }

        private static Wire of(@Nullable JsonObject json) {
            if (json == null) {
                return FIRST;
            }
            Set<Integer> reads = new TreeSet<>();
            json.getJsonArray("reads").forEach(version -> reads.add((Integer) version));
            return new Wire(reads, json.getInteger("writes"));
        }
    }

    Announcement {
        own = Set.copyOf(own);
        can = Set.copyOf(can);
        running = Set.copyOf(running);
        wanted = Map.copyOf(wanted);
    }

    /** Counts for the minimum: one that drains has to be stood in for before it may go. */
    boolean serves(Role role) {
        return state == State.RUNNING && running.contains(role);
    }

    /** Runs it for others. */
    boolean standsIn(Role role) {
        return running.contains(role) && !own.contains(role);
    }

    JsonObject json() {
        JsonObject least = new JsonObject();
        new TreeMap<>(wanted).forEach((role, number) -> least.put(role.text(), number));
        return new JsonObject()
                .put("v", FORM)
                .put("node", node)
                .put("member", member)
                .put("group", group)
                .put("version", version)
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("own", names(own))
                .put("can", names(can))
                .put("running", names(running))
                .put("wanted", least)
                .put("wire", wire.json());
    }

    /** Reads one; what is no announcement fails with a RuntimeException that says why. */
    static Announcement of(JsonObject json) {
        Map<Role, Integer> wanted = new EnumMap<>(Role.class);
        JsonObject least = json.getJsonObject("wanted", new JsonObject());
        for (Role role : Role.values()) {
            if (least.containsKey(role.text())) {
                wanted.put(role, least.getInteger(role.text()));
            }
        }
        return new Announcement(
                needed(json, "node"),
                needed(json, "member"),
                json.getString("group", ""),
                json.getString("version", "unknown"),
                State.valueOf(needed(json, "state").toUpperCase(Locale.ROOT)),
                roles(json, "own"),
                roles(json, "can"),
                roles(json, "running"),
                wanted,
                Wire.of(json.getJsonObject("wire")));
    }

    private static String needed(JsonObject json, String key) {
        String value = json.getString(key);
        if (value == null) {
            throw new IllegalArgumentException("an announcement without " + key);
        }
        return value;
    }

    /** In route order. */
    static JsonArray names(Collection<Role> roles) {
        JsonArray names = new JsonArray();
        new TreeSet<>(roles).forEach(role -> names.add(role.text()));
        return names;
    }

    private static Set<Role> roles(JsonObject json, String key) {
        JsonArray names = json.getJsonArray(key, new JsonArray());
        Set<Role> roles = new TreeSet<>();
        for (Role role : Role.values()) {
            if (names.contains(role.text())) {
                roles.add(role);
            }
        }
        return roles;
    }
}
