package io.sluice.cli.cluster;

import io.sluice.cli.sql.Column;
import io.sluice.cli.sql.ResultFormat;
import io.sluice.cli.sql.RowWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster as two tables, nodes and partitions, and a line about what is missing. */
final class ClusterTables {
    private static final int WIDTH = 60;
    private static final List<String> NODE =
            List.of("node", "group", "state", "configured", "running", "version", "reads", "writes", "here");
    private static final List<String> PARTITION = List.of("stream", "partition", "owner", "stored", "waiting");
    private static final List<String> NUMBERS = List.of("partition", "stored", "waiting");

    private final PrintWriter out;

    ClusterTables(PrintWriter out) {
        this.out = out;
    }

    void print(JsonObject cluster) {
        table(NODE, cluster.getJsonArray("nodes"));
        out.println();
        JsonArray partitions = cluster.getJsonArray("partitions");
        if (partitions == null) {
            out.println("Who stores what can't be told: no node with the role database answers.");
        } else {
            table(PARTITION, partitions);
        }
        out.println();
        out.println("Wanted: "
                + cluster.getJsonObject("wanted").stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        JsonArray uncovered = cluster.getJsonArray("uncovered");
        out.println(uncovered.isEmpty() ? "Every role is covered." : "TOO FEW NODES RUN: " + text(uncovered));
    }

    private void table(List<String> columns, JsonArray rows) {
        RowWriter writer = ResultFormat.table.writer(out, WIDTH, false);
        writer.begin(columns.stream()
                .map(name -> new Column(name, NUMBERS.contains(name) ? Column.Kind.NUMBER : Column.Kind.TEXT))
                .toList());
        objects(rows).forEach(row -> {
            List<@Nullable String> values = new ArrayList<>();
            columns.forEach(name -> values.add(text(row.getValue(name))));
            writer.row(values);
        });
        writer.end(false);
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof JsonArray names) {
            return names.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return value == null ? null : value.equals(true) ? "*" : value.equals(false) ? "" : value.toString();
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
