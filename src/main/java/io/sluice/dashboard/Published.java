package io.sluice.dashboard;

import java.util.EnumMap;
import java.util.Map;

/** What is said at an address, made into text once for all who hear it in the same dialect. Used on one event loop. */
final class Published {
    private final String address;
    private final Object body;
    private final Map<Dialect, String> texts = new EnumMap<>(Dialect.class);

    Published(String address, Object body) {
        this.address = address;
        this.body = body;
    }

    String address() {
        return address;
    }

    String text(Dialect dialect) {
        return texts.computeIfAbsent(
                dialect, spoken -> spoken.message(address, body).encode());
    }
}
