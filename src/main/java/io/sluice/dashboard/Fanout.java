package io.sluice.dashboard;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who hears what on this node. The cluster knows one registration of the node; browsers are an affair of this class. Used on
 * the management port's event loop.
 */
final class Fanout {
    private final Set<String> addresses;
    private final Map<String, Set<Listener>> listeners = new HashMap<>();

    /** @param addresses all there are; there is nothing to be heard at any other */
    Fanout(Set<String> addresses) {
        this.addresses = Set.copyOf(addresses);
    }

    /** Whether it is exactly one of them. */
    boolean knows(String address) {
        return addresses.contains(address);
    }

    /** From here on it hears what is published there. */
    void add(String address, Listener listener) {
        listeners.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(listener);
    }

    void remove(String address, Listener listener) {
        Set<Listener> there = listeners.get(address);
        if (there != null && there.remove(listener) && there.isEmpty()) {
            listeners.remove(address);
        }
    }

    /** Tells all who listen there. */
    void publish(String address, Object body) {
        Published message = new Published(address, body);
        listeners(address).forEach(listener -> listener.hear(message));
    }

    /** Who listens there now. */
    Set<Listener> listeners(String address) {
        return listeners.getOrDefault(address, Set.of());
    }
}
