package io.sluice.config;

import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The stream in which nodes note what they answered with 202, a line for each client, stream, quarter of an hour of append
 * time and partition. It comes into PostgreSQL as every stream does, exactly once. No sender reaches it: the door doesn't know
 * it, and it has no file.
 */
public final class NodesTallies {
    /** Its name, and its table's. */
    public static final String STREAM = "sluice_tallies";

    /** Of the form of its lines. */
    public static final String VERSION = "tallies-1";

    private NodesTallies() {}

    /**
     * The streams that Kafka and PostgreSQL have: those with files, and this one.
     *
     * @throws ConfigException when a file has its name
     */
    public static Streams among(Streams streams) {
        if (streams.find(STREAM) != null) {
            throw new ConfigException(
                    "streams", List.of(STREAM + ": the name is taken by what the nodes note themselves"));
        }
        List<Stream> all = new ArrayList<>(streams.all());
        all.add(new Stream(STREAM, VERSION, file()));
        return new Streams(all);
    }

    private static Stream.StreamFile file() {
        return new Stream.StreamFile(
                "what nodes answered with 202",
                "sluice.tallies",
                1,
                new JsonObject(),
                null,
                null,
                List.of(
                        column("of_client", "/client", ColumnType.TEXT),
                        column("of_stream", "/stream", ColumnType.TEXT),
                        column("quarter", "/quarter", ColumnType.TIMESTAMPTZ),
                        column("of_partition", "/partition", ColumnType.BIGINT),
                        column("events", "/events", ColumnType.BIGINT),
                        column("last_offset", "/lastOffset", ColumnType.BIGINT)),
                null,
                Duration.ofDays(1),
                null);
    }

    private static Column column(String name, String pointer, ColumnType type) {
        return new Column(name, new JsonPointer(pointer), type);
    }
}
