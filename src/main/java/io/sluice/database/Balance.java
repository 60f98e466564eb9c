package io.sluice.database;

import io.sluice.config.NodesTallies;
import io.sluice.config.Stream;
import io.sluice.config.Streams;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code balance}: the balance sheet, and where it doesn't hold. Per partition, in records, always for now; per client,
 * stream, quarter of an hour and partition, in events, for the cells of a time. The rows themselves are counted only when
 * that is asked for, since that reads them.
 */
final class Balance implements Operation {
    /** What a person reads; more are counted and not listed. */
    private static final long MOST_CELLS = 1_000;

    /** Cells whose rows are looked at once more, for the places of what is missing or double. */
    private static final int MOST_LOOKS = 5;

    private static final Duration UNLESS_SAID = Duration.ofDays(1);
    private static final Duration MOST_WITH_ROWS = Duration.ofDays(1).plusMinutes(15);
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();

    private final Supplier<HeldConnection> reading;
    private final PartitionsLook partitions;
    private final Streams streams;
    private final Clock clock;

    /** {@code reading} gives a connection that nobody else uses, since a count of rows takes its time. */
    Balance(Supplier<HeldConnection> reading, PartitionsLook partitions, Streams streams, Clock clock) {
        this.reading = reading;
        this.partitions = partitions;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public Set<String> takes() {
        return Set.of("stream", "from", "to", "rows", "all");
    }

    /** What was asked: whole quarters of an hour, in milliseconds since 1970, {@code to} exclusive. */
    private record Question(
            @Nullable String stream, List<String> streams, long from, long to, boolean rows, boolean all) {}

    @Override
    public Future<JsonObject> run(Arguments arguments, String who) {
        Question question = question(arguments);
        HeldConnection held = reading.get();
        return partitions
                .look(held)
                .compose(partitions -> cells(held, question)
                        .compose(cells -> places(held, cells).map(places -> sheet(question, partitions, places))))
                .compose(sheet -> Audits.summary(held).map(audit -> sheet.put("audit", audit)))
                .eventually(held::drop);
    }

    private Question question(Arguments arguments) {
        String stream = arguments.text("stream");
        if (stream != null && streams.find(stream) == null) {
            throw Arguments.unusable("stream", "names no stream of this node");
        }
        boolean rows = arguments.flag("rows");
        if (rows && (stream == null || !arguments.has("from"))) {
            throw Arguments.unusable("rows", "reads the rows, so it needs stream and from");
        }
        Instant from = arguments.time("from");
        Instant to = arguments.time("to");
        long end = to == null ? clock.millis() : to.toEpochMilli();
        long begin = from == null ? end - UNLESS_SAID.toMillis() : from.toEpochMilli();
        if (begin >= end) {
            throw Arguments.unusable("from", "is expected before to");
        }
        begin = Math.floorDiv(begin, QUARTER) * QUARTER;
        end = -Math.floorDiv(-end, QUARTER) * QUARTER;
        if (rows && end - begin > MOST_WITH_ROWS.toMillis()) {
            throw Arguments.unusable("rows", "reads the rows of one day at most");
        }
        List<String> names =
                stream == null ? streams.all().stream().map(Stream::name).toList() : List.of(stream);
        return new Question(stream, names, begin, end, rows, arguments.flag("all"));
    }

    private Future<List<CellBalance>> cells(HeldConnection held, Question question) {
        String found = question.rows()
                ? of(Sql.BALANCE_FOUND, String.valueOf(question.stream()))
                : Sql.BALANCE_NOT_ASKED.text();
        Sql tallied = streams.find(NodesTallies.STREAM) == null ? Sql.BALANCE_NOT_TALLIED : Sql.BALANCE_TALLIED;
        return held.run(
                        Sql.BALANCE_CELLS.text().replace("{found}", found).replace("{tallied}", tallied.text()),
                        Tuple.of(
                                question.streams().toArray(String[]::new),
                                question.from(),
                                question.to(),
                                MOST_CELLS,
                                question.rows(),
                                question.all()))
                .map(rows -> {
                    List<CellBalance> cells = new ArrayList<>();
                    rows.forEach(row -> cells.add(new CellBalance(row)));
                    return cells;
                });
    }

    /** The cells as JSON, the first of those whose rows differ with the places that stand out. */
    private static Future<List<CellBalance.Listed>> places(HeldConnection held, List<CellBalance> cells) {
        Future<List<CellBalance.Listed>> listed = Future.succeededFuture(new ArrayList<>());
        int looks = 0;
        for (CellBalance cell : cells) {
            boolean look = cell.missesRows() && looks++ < MOST_LOOKS;
            listed = listed.compose(list -> (look ? placesOf(held, cell) : Future.succeededFuture(new JsonArray()))
                    .map(places -> {
                        list.add(new CellBalance.Listed(cell, places));
                        return list;
                    }));
        }
        return listed;
    }

    private static Future<JsonArray> placesOf(HeldConnection held, CellBalance cell) {
        return held.run(of(Sql.BALANCE_PLACES, cell.stream()), Tuple.of(cell.begins(), cell.partition()))
                .map(rows -> {
                    JsonArray places = new JsonArray();
                    rows.forEach(row -> places.add(place(row)));
                    return places;
                });
    }

    private static JsonObject place(Row row) {
        JsonObject place = new JsonObject()
                .put("what", row.getString("what"))
                .put("firstOffset", row.getLong("first_offset"))
                .put("lastOffset", row.getLong("last_offset"));
        Integer index = row.getInteger("event_index");
        return index == null ? place : place.put("index", index);
    }

    private static String of(Sql template, String stream) {
        return template.text()
                .replace("{table}", Sql.identifier(stream))
                .replace("{stream}", Sql.literal(stream) + "::text");
    }

    private static JsonObject sheet(
            Question question, List<PartitionBalance> partitions, List<CellBalance.Listed> cells) {
        List<PartitionBalance> asked = partitions.stream()
                .filter(partition ->
                        question.stream() == null || question.stream().equals(partition.stored().stream()))
                .toList();
        long uneven = cells.stream()
                .map(CellBalance.Listed::cell)
                .filter(CellBalance::isTotal)
                .mapToLong(CellBalance::uneven)
                .sum();
        JsonArray totals = new JsonArray();
        JsonArray listed = new JsonArray();
        cells.forEach(cell -> (cell.cell().isTotal() ? totals : listed).add(cell.json()));
        return new JsonObject()
                .put("even", uneven == 0 && asked.stream().allMatch(PartitionBalance::isEven))
                .put("from", Instant.ofEpochMilli(question.from()).toString())
                .put("to", Instant.ofEpochMilli(question.to()).toString())
                .put(
                        "partitions",
                        new JsonArray(asked.stream().map(PartitionBalance::json).toList()))
                .put("streams", totals)
                .put("unevenCells", uneven)
                .put("cells", listed);
    }
}
