package io.sluice.cli.balance;

import io.sluice.cli.sql.Column;
import io.sluice.cli.sql.ResultFormat;
import io.sluice.cli.sql.RowWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A balance sheet as three tables: partitions in records, streams and cells in events; then in words what doesn't hold. */
final class Sheet {
    private static final int WIDTH = 40;
    private static final List<String> PARTITION =
            List.of("stream", "partition", "stored", "gap", "inKafka", "logEnd", "even");
    private static final List<String> COUNTS =
            List.of("appended", "stored", "duplicates", "trouble", "discarded", "tallied", "rows");
    private static final List<String> TEXTS = List.of("stream", "quarter", "client", "even");

    private final PrintWriter out;

    Sheet(PrintWriter out) {
        this.out = out;
    }

    void print(JsonObject sheet) {
        out.println("Records: stored + acknowledged gap + still in Kafka = log end");
        table(PARTITION, sheet.getJsonArray("partitions"));
        out.println();
        out.println("Events from " + sheet.getString("from") + " to " + sheet.getString("to")
                + ": appended = stored + duplicates + trouble + discarded");
        table(with(List.of("stream", "cells", "uneven")), sheet.getJsonArray("streams"));
        JsonArray cells = sheet.getJsonArray("cells");
        if (!cells.isEmpty()) {
            out.println();
            table(with(List.of("quarter", "stream", "client", "partition", "even")), cells);
        }
        out.println();
        objects(sheet.getJsonArray("partitions")).forEach(this::problemOfPartition);
        objects(cells).forEach(this::problemsOfCell);
        long listed = objects(cells).filter(cell -> !cell.getBoolean("even")).count();
        if (sheet.getLong("unevenCells") > listed) {
            out.println((sheet.getLong("unevenCells") - listed) + " more cells don't hold");
        }
        audit(sheet.getJsonObject("audit"));
        out.println(sheet.getBoolean("even") ? "even" : "NOT EVEN");
    }

    /** Beside the sheet: what the audit in the background says, which reads every event. */
    private void audit(@Nullable JsonObject audit) {
        if (audit == null) {
            out.println("audit in the background: no day yet");
            return;
        }
        objects(audit.getJsonArray("open"))
                .forEach(day -> out.println("audit found " + day.getLong("differences") + " differences in "
                        + day.getString("stream") + ' ' + day.getString("day") + ", run sluice audit --conf FILE "
                        + day.getString("stream") + ' ' + day.getString("day")));
        JsonObject last = audit.getJsonObject("last");
        out.println("last audited: " + last.getString("stream") + " of " + last.getString("day") + ", "
                + last.getLong("events") + " events, " + last.getLong("differences") + " differences, ended "
                + last.getString("endedAt"));
    }

    private static List<String> with(List<String> columns) {
        return Stream.concat(columns.stream(), COUNTS.stream()).toList();
    }

    private void table(List<String> columns, JsonArray rows) {
        RowWriter writer = ResultFormat.table.writer(out, WIDTH, false);
        writer.begin(columns.stream()
                .map(name -> new Column(name, TEXTS.contains(name) ? Column.Kind.TEXT : Column.Kind.NUMBER))
                .toList());
        objects(rows).forEach(row -> {
            List<@Nullable String> values = new ArrayList<>();
            columns.forEach(name -> values.add(row.getValue(name) == null ? null : row.getString(name)));
            writer.row(values);
        });
        writer.end(false);
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private void problemOfPartition(JsonObject partition) {
        if (partition.containsKey("problem")) {
            out.println(partition.getString("topic") + ", partition " + partition.getInteger("partition") + ": "
                    + partition.getString("problem"));
        }
    }

    private void problemsOfCell(JsonObject cell) {
        for (Object problem : cell.getJsonArray("problems", new JsonArray())) {
            out.println(cell.getString("stream") + ", partition " + cell.getInteger("partition") + ", "
                    + cell.getString("quarter") + ", client " + cell.getString("client") + ": " + problem
                    + (cell.getValue("firstOffset") == null
                            ? ""
                            : "; offsets " + cell.getLong("firstOffset") + " to " + cell.getLong("lastOffset")));
        }
        objects(cell.getJsonArray("places", new JsonArray()))
                .forEach(place -> out.println("  " + place.getString("what") + " at offset "
                        + place.getLong("firstOffset")
                        + (place.getLong("lastOffset").equals(place.getLong("firstOffset"))
                                ? ""
                                : " to " + place.getLong("lastOffset"))
                        + (place.containsKey("index") ? ", index " + place.getInteger("index") : "")));
    }
}
