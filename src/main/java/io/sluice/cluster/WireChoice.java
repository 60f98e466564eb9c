package io.sluice.cluster;

import io.sluice.message.WireVersion;
import io.sluice.telemetry.Health;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles which wire version this node writes: the one of its settings, or an older one while a node is there that doesn't
 * read that, which it says. Belongs to the node's context.
 */
final class WireChoice {
    private static final Logger LOG = LoggerFactory.getLogger(WireChoice.class);
    /** The part's name in {@link Health}. */
    private static final String PART = "wire";

    private final WireVersion wire;
    private final int wanted;
    private final Health health;
    private final Set<Integer> reads = new TreeSet<>();
    private List<String> behind = List.of();

    /** @param wanted {@code cluster.wire} */
    WireChoice(WireVersion wire, int wanted, Health health) {
        this.wire = wire;
        this.wanted = wanted;
        this.health = health;
        for (int version = WireVersion.OLDEST; version <= WireVersion.NEWEST; version++) {
            reads.add(version);
        }
    }

    /** What this node tells the others of itself. */
    Announcement.Wire own() {
        return new Announcement.Wire(reads, wire.written());
    }

    /**
     * Looks anew, each second and whenever a node has come.
     *
     * @param nodes       all that are there
     * @param hasListened whether all that are there have been heard; before, the oldest version is written
     */
    void settle(List<Announcement> nodes, boolean hasListened) {
        wire.write(hasListened ? newestForAll(nodes) : WireVersion.OLDEST);
        List<String> found = nodes.stream()
                .filter(each -> !each.wire().reads().contains(wanted))
                .map(Announcement::node)
                .toList();
        if (!found.equals(behind)) {
            behind = found;
            tell();
        }
    }

    /** Of those up to the settings' one. Where none suits all, the settings count: nothing better is known. */
    private int newestForAll(List<Announcement> nodes) {
        for (int version = wanted; version >= WireVersion.OLDEST; version--) {
            int candidate = version;
            if (nodes.stream().allMatch(each -> each.wire().reads().contains(candidate))) {
                return candidate;
            }
        }
        return wanted;
    }

    private void tell() {
        if (behind.isEmpty()) {
            health.remove(PART);
            LOG.atInfo().addKeyValue("version", wanted).log("every node reads the wire version of the settings");
            return;
        }
        String names = String.join(", ", behind);
        health.set(
                PART,
                Health.Status.DEGRADED,
                "cluster.wire is " + wanted + ", which isn't read by " + names
                        + ": until that is updated or has left, this" + " node writes " + wire.written());
        LOG.atWarn()
                .addKeyValue("nodes", names)
                .addKeyValue("wanted", wanted)
                .addKeyValue("written", wire.written())
                .log("a node doesn't read the wire version of the settings; an older one is written");
    }
}
