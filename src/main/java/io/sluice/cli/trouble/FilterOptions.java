package io.sluice.cli.trouble;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries are meant. */
final class FilterOptions {
    @Option(names = "--stream", paramLabel = "STREAM", description = "Entries of this stream.")
    private @Nullable String stream;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Entries whose reason holds this text.")
    private @Nullable String reason;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Entries that this stage found: kafka, database, ledger.")
    private @Nullable String stage;

    @Option(
            names = "--sqlstate",
            paramLabel = "STATE",
            description = "Entries that PostgreSQL refused with this state.")
    private @Nullable String sqlstate;

    @Option(names = "--from", paramLabel = "TIME", description = "Received since, like 2026-11-21T03:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Received before.")
    private @Nullable String to;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "open, stored, discarded or all. Default: open, and any for an ID")
    private @Nullable String state;

    @Option(names = "--after", paramLabel = "ID", description = "Entries after this one: the next page.")
    private @Nullable String after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Entries of a list, or changed by one request, at most. Default: 100")
    private @Nullable String limit;

    /** As the operation takes them. */
    JsonObject arguments(List<Long> ids) {
        JsonObject arguments = new JsonObject();
        if (!ids.isEmpty()) {
            arguments.put("id", new JsonArray(ids));
        }
        put(arguments, "stream", stream);
        put(arguments, "reason", reason);
        put(arguments, "stage", stage);
        put(arguments, "sqlstate", sqlstate);
        put(arguments, "from", from);
        put(arguments, "to", to);
        put(arguments, "state", state);
        put(arguments, "after", after);
        put(arguments, "limit", limit);
        return arguments;
    }

    private static void put(JsonObject arguments, String name, @Nullable String value) {
        if (value != null) {
            arguments.put(name, value);
        }
    }
}
