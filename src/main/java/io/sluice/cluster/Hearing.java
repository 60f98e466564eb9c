package io.sluice.cluster;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who of the other members was heard on the event bus. A member that nobody can be asked at yet (it is only starting, or
 * isn't ours) counts neither way. Not thread-safe.
 */
final class Hearing {
    private final Set<String> heard = new LinkedHashSet<>();
    private final Set<String> silent = new LinkedHashSet<>();

    void heard(String member) {
        heard.add(member);
        silent.remove(member);
    }

    /** It has an address on the bus, and a message to it got no answer. */
    void silent(String member) {
        if (!heard.contains(member)) {
            silent.add(member);
        }
    }

    /** Those who are still to be asked, of the members that there are now. */
    List<String> open(Collection<String> members) {
        return members.stream().filter(member -> !heard.contains(member)).toList();
    }

    /**
     * Whether it is this node that is cut off: half of the members or more don't answer it. Where fewer are silent, they
     * are the strangers. Several strangers that start together hear each other, so one answer isn't enough.
     */
    boolean isRefused(Collection<String> members) {
        long silentOnes = members.stream().filter(silent::contains).count();
        long heardOnes = members.stream().filter(heard::contains).count();
        return silentOnes > 0 && silentOnes >= heardOnes;
    }

    /** In order, for a message. */
    Set<String> silentAmong(Collection<String> members) {
        Set<String> among = new TreeSet<>(members);
        among.retainAll(silent);
        return among;
    }
}
