package io.sluice.database;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A cell of the balance sheet, in events: what one client sent to one stream in one quarter of an hour, as far as it lies in
 * one partition; or, without a quarter, a stream's totals. Made of a row of balance_cells.sql.
 */
record CellBalance(Row row) {
    private static final List<String> COUNTED = List.of("appended", "stored", "duplicates", "trouble", "discarded");

    /** With the places in its partition that stand out, if they were looked for. */
    record Listed(CellBalance cell, JsonArray places) {
        JsonObject json() {
            return places.isEmpty() ? cell.json() : cell.json().put("places", places);
        }
    }

    boolean isTotal() {
        return row.getOffsetDateTime("quarter") == null;
    }

    /** Of a total: how many cells don't hold. */
    long uneven() {
        return row.getLong("first_offset");
    }

    /** Whether the rows are not as many as were counted: then their places are worth a look. */
    boolean missesRows() {
        Long rows = row.getLong("rows");
        return !isTotal() && rows != null && rows != number("stored");
    }

    String stream() {
        return row.getString("stream");
    }

    int partition() {
        return row.getInteger("partition");
    }

    /** The beginning of its quarter of an hour, in milliseconds since 1970. */
    long begins() {
        return row.getOffsetDateTime("quarter").toInstant().toEpochMilli();
    }

    /** What doesn't hold, in words; nothing when all of it does. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        long settled = number("stored") + number("duplicates") + number("trouble") + number("discarded");
        if (number("appended") != settled) {
            problems.add(
                    "appended " + number("appended") + " is not stored + duplicates + trouble + discarded, " + settled);
        }
        differ(problems, "trouble", "open", "open entries in the trouble queue");
        differ(problems, "discarded", "dropped", "discarded entries in the trouble queue");
        if (missesRows()) {
            differ(problems, "stored", "rows", "rows in logs." + stream());
        }
        Long tallied = row.getLong("tallied");
        if (Boolean.TRUE.equals(row.getBoolean("complete")) && tallied != null && tallied > number("appended")) {
            problems.add("the nodes answered 202 for " + tallied + " events, but only " + number("appended")
                    + " were appended");
        }
        return problems;
    }

    private void differ(List<String> problems, String counted, String found, String what) {
        if (number(counted) != number(found)) {
            problems.add(
                    counted + ' ' + number(counted) + " by the counts, but there are " + number(found) + ' ' + what);
        }
    }

    private long number(String column) {
        return row.getLong(column);
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("stream", stream());
        if (isTotal()) {
            json.put("cells", row.getInteger("partition")).put("uneven", uneven());
        } else {
            OffsetDateTime quarter = row.getOffsetDateTime("quarter").withOffsetSameInstant(ZoneOffset.UTC);
            json.put("quarter", quarter.toInstant().toString())
                    .put("client", row.getString("client"))
                    .put("partition", partition())
                    .put("even", problems().isEmpty());
        }
        COUNTED.forEach(column -> json.put(column, number(column)));
        json.put(
                "entries",
                new JsonObject()
                        .put("open", number("open"))
                        .put("stored", number("mended"))
                        .put("discarded", number("dropped")));
        if (row.getLong("tallied") != null) {
            json.put("tallied", number("tallied"));
        }
        if (row.getLong("rows") != null) {
            json.put("rows", number("rows"));
        }
        if (!isTotal() && !problems().isEmpty()) {
            json.put("problems", new JsonArray(problems()))
                    .put("firstOffset", row.getLong("first_offset"))
                    .put("lastOffset", row.getLong("last_offset"));
        }
        return json;
    }
}
