package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result as a page: what it is, whether it is complete, a drawing, the table. No script, nothing from elsewhere. Pure. */
final class HtmlPage {
    private static final Set<String> NUMBERS = Set.of("int2", "int4", "int8", "numeric", "float4", "float8");
    private static final String STYLE = """
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1b1f24;background:#fff}
            h1{font-size:1.5rem;margin:0}p{margin:.3rem 0}.about{color:#57606a}
            .state{display:inline-block;margin:.8rem 0;padding:.35rem .7rem;border-radius:.3rem;border:1px solid}
            .complete{color:#0a5c2b;border-color:#0a5c2b;background:#e9f7ee}
            .open{color:#7a4100;border-color:#7a4100;background:#fff4e0}
            table{border-collapse:collapse;width:100%;margin-top:1rem;font-variant-numeric:tabular-nums}
            th,td{padding:.3rem .6rem;border-bottom:1px solid #d0d7de;text-align:left;vertical-align:top}
            th{border-bottom:2px solid #57606a}.number{text-align:right}svg{max-width:100%;height:auto;margin-top:1rem}
            @media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}.about{color:#9ba7b4}
            .complete{color:#6fdd8b;background:#0f2a18}.open{color:#f0b45c;background:#2d2008}th,td{border-color:#30363d}}
            @media print{body{margin:0;max-width:none;color:#000;background:#fff}thead{display:table-header-group}
            tr,svg{break-inside:avoid}}
            """;

    private HtmlPage() {}

    static String head(JsonObject run, JsonArray rows) {
        boolean complete = run.getBoolean("complete");
        String title = run.getString("title");
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>"
                + escaped(title + ", " + run.getString("day"))
                + "</title><style>" + STYLE + "</style></head><body>\n<h1>" + escaped(title) + "</h1>\n<p>"
                + escaped(run.getString("day") + " (" + run.getString("zone") + "), stream " + run.getString("stream")
                        + ", " + run.getLong("events") + " events stored")
                + "</p>\n<p class=\"about\">" + escaped(run.getString("description", "")) + "</p>\n<p class=\"state "
                + (complete ? "complete" : "open") + "\">" + escaped(run.getString("sentence")) + "</p>\n"
                + difference(run.getJsonObject("difference"))
                + SvgChart.of(run.getJsonObject("chart"), names(run), rows)
                + "<table><thead><tr>"
                + run.getJsonArray("columns").stream()
                        .map(column -> "<th" + kind((JsonObject) column) + " scope=\"col\">"
                                + escaped(((JsonObject) column).getString("name")) + "</th>")
                        .collect(Collectors.joining())
                + "</tr></thead><tbody>\n";
    }

    private static String difference(@Nullable JsonObject difference) {
        return difference == null
                ? ""
                : "<p class=\"about\">Made again: " + difference.getLong("events") + " more events than run "
                        + difference.getInteger("run") + ", " + difference.getLong("rowsNew") + " rows are new, "
                        + difference.getLong("rowsGone") + " are gone.</p>\n";
    }

    static String rows(JsonObject run, JsonArray rows) {
        JsonArray columns = run.getJsonArray("columns");
        StringBuilder text = new StringBuilder();
        for (Object row : rows) {
            JsonArray cells = (JsonArray) row;
            text.append("<tr>");
            for (int i = 0; i < cells.size(); i++) {
                text.append("<td")
                        .append(kind(columns.getJsonObject(i)))
                        .append('>')
                        .append(escaped(plain(cells.getValue(i))))
                        .append("</td>");
            }
            text.append("</tr>\n");
        }
        return text.toString();
    }

    static String foot() {
        return "</tbody></table>\n</body></html>\n";
    }

    private static String kind(JsonObject column) {
        return NUMBERS.contains(column.getString("type")) ? " class=\"number\"" : "";
    }

    private static java.util.List<String> names(JsonObject run) {
        return run.getJsonArray("columns").stream()
                .map(column -> ((JsonObject) column).getString("name"))
                .toList();
    }

    /** A cell as people read it. */
    static String plain(@Nullable Object value) {
        return value == null ? "" : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
