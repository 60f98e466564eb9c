package io.sluice.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The streams of this node, by name. */
public final class Streams {
    private final Map<String, Stream> byName = new TreeMap<>();

    public Streams(List<Stream> streams) {
        streams.forEach(stream -> byName.put(stream.name(), stream));
    }

    /** The stream, or null when there is none of that name. */
    public @Nullable Stream find(String name) {
        return byName.get(name);
    }

    /** All of them, by name. */
    public List<Stream> all() {
        return List.copyOf(byName.values());
    }
}
