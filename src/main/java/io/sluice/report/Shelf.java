package io.sluice.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Results as they are given out: with what the report's file says about them, in pages. Blocks. */
final class Shelf {
    static final int PAGE_ROWS = 1_000;

    private static final String LATEST = """
            SELECT coalesce(jsonb_agg(jsonb_build_object('day', day, 'run', run, 'complete', complete, 'missing', missing,
                                                         'events', events, 'rowCount', rows,
                                                         'madeAt', sluice.rfc3339(made_at)) ORDER BY day DESC), '[]')::text
            FROM (SELECT DISTINCT ON (day) * FROM sluice.report_run WHERE report = ? ORDER BY day DESC, run DESC LIMIT ?) r
            """;

    private final Sessions sessions;
    private final Reports reports;

    Shelf(Sessions sessions, Reports reports) {
        this.sessions = sessions;
        this.reports = reports;
    }

    /** All reports, each with its latest days. */
    JsonObject list(int days) throws SQLException {
        JsonArray list = new JsonArray();
        try (Connection connection = sessions.maintenance()) {
            for (ReportFile report : reports.all()) {
                JsonArray latest = latest(connection, report.name(), days);
                latest.forEach(run -> ((JsonObject) run)
                        .put("sentence", Missing.sentence(((JsonObject) run).getJsonArray("missing"))));
                list.add(about(report)
                        .put("schedule", report.schedule())
                        .put("zone", report.zone().getId())
                        .put("days", latest));
            }
        }
        return new JsonObject().put("reports", list);
    }

    private static JsonArray latest(Connection connection, String report, int days) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
            statement.setString(1, report);
            statement.setInt(2, days);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new JsonArray(rows.getString(1));
            }
        }
    }

    /** What the file says. */
    private static JsonObject about(ReportFile report) {
        return new JsonObject()
                .put("report", report.name())
                .put("title", report.title())
                .put("description", report.description())
                .put("stream", report.stream())
                .put(
                        "chart",
                        new JsonObject()
                                .put("kind", Form.lower(report.chart().kind()))
                                .put("label", report.chart().label())
                                .put("values", new JsonArray(report.chart().values())));
    }

    /** A day's run without its rows, the newest for 0; null where there is none. */
    @Nullable
    JsonObject show(ReportFile report, LocalDate day, int run) throws SQLException {
        try (Connection connection = sessions.maintenance()) {
            JsonObject found = new Runs(connection).find(report.name(), day, run);
            return found == null ? null : about(report).mergeIn(found);
        }
    }

    /** A page of a run: {@code text} of the media type {@code type}, and {@code next}, the first row of the next page, if any. */
    @Nullable
    JsonObject page(ReportFile report, LocalDate day, int run, Form form, int first) throws SQLException {
        JsonObject shown = show(report, day, run);
        if (shown == null) {
            return null;
        }
        int number = shown.getInteger("run");
        try (Connection connection = sessions.maintenance()) {
            JsonArray rows = new Runs(connection).rows(report.name(), day, number, first, PAGE_ROWS);
            int next = first + rows.size();
            boolean last = next >= shown.getInteger("rowCount") || rows.isEmpty();
            JsonObject page = new JsonObject()
                    .put("type", form.type())
                    .put("run", number)
                    .put("text", form.page(shown, rows, first == 0, last));
            return last ? page : page.put("next", next);
        }
    }

    /** All pages in one; results are bounded by the configuration. */
    String whole(ReportFile report, LocalDate day, int run, Form form) throws SQLException {
        StringBuilder text = new StringBuilder();
        Integer next = 0;
        while (next != null) {
            JsonObject page = page(report, day, run, form, next);
            text.append(page == null ? "" : page.getString("text"));
            next = page == null ? null : page.getInteger("next");
        }
        return text.toString();
    }
}
