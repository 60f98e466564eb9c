package io.sluice.report;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a result is written down, page by page, so that nobody holds all of it. Pure. */
enum Form {
    /** An object of everything that is known of the run; its last member are the rows. */
    JSON("application/json"),
    /** RFC 4180, with a head; only the rows. */
    CSV("text/csv; charset=utf-8; header=present"),
    /** A page that prints well and has no script. */
    HTML("text/html; charset=utf-8");

    private static final String QUOTE = "\"";

    private final String type;

    Form(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    /** The file name's ending. */
    String ending() {
        return lower(this);
    }

    /** A constant's name as it is written outside. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The form of that name; throws IllegalArgumentException for any other. */
    static Form of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * One page of a result.
     *
     * @param run   as {@link Runs#find} gives it, with title, description and chart
     * @param rows  of this page
     * @param first whether nothing was written before it
     * @param last  whether nothing comes behind it
     */
    String page(JsonObject run, JsonArray rows, boolean first, boolean last) {
        return switch (this) {
            case JSON -> json(run, rows, first, last);
            case CSV -> (first ? csvHead(run) : "") + csv(rows);
            case HTML ->
                (first ? HtmlPage.head(run, rows) : "") + HtmlPage.rows(run, rows) + (last ? HtmlPage.foot() : "");
        };
    }

    private static String json(JsonObject run, JsonArray rows, boolean first, boolean last) {
        String all = run.encode();
        String text = rows.stream().map(Json::encode).collect(Collectors.joining(",\n"));
        return (first ? all.substring(0, all.length() - 1) + ",\"rows\":[\n" : text.isEmpty() ? "" : ",\n")
                + text
                + (last ? "\n]}\n" : "");
    }

    private static String csvHead(JsonObject run) {
        return run.getJsonArray("columns").stream()
                        .map(column -> cell(((JsonObject) column).getString("name")))
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String csv(JsonArray rows) {
        return rows.stream()
                .map(row -> ((JsonArray) row).stream().map(Form::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    private static String cell(Object value) {
        String text = HtmlPage.plain(value);
        boolean quoted = text.chars().anyMatch(character -> ",\"\r\n".indexOf(character) >= 0);
        return quoted ? QUOTE + text.replace(QUOTE, QUOTE + QUOTE) + QUOTE : text;
    }
}
