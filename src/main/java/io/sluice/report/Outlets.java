package io.sluice.report;

import io.sluice.config.ReportConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings results to where they go. What is to go where is noted with the result itself, in its transaction; whoever takes a
 * delivery puts its next try off in the same statement, so a node that dies leaves it to the others. A receiver may get a result
 * twice, and never misses one for want of trying: it is tried {@code report.attempts} times.
 */
final class Outlets {
    private static final Logger LOG = LoggerFactory.getLogger(Outlets.class);
    private static final String TAKE = """
            UPDATE sluice.report_delivery d
            SET attempts = attempts + 1,
                next_at = clock_timestamp() + least(interval '1 hour', interval '30 seconds' * 2 ^ least(attempts, 10))
            WHERE (report, day, run, outlet) IN (
                SELECT report, day, run, outlet FROM sluice.report_delivery
                WHERE done_at IS NULL AND next_at <= clock_timestamp() AND attempts < ? AND outlet = ANY (?)
                ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED)
            RETURNING report, day, run, outlet, attempts
            """;
    private static final String DONE = """
            UPDATE sluice.report_delivery SET done_at = CASE WHEN ? = '' THEN clock_timestamp() END, error = nullif(?, '')
            WHERE (report, day, run, outlet) = (?, ?, ?, ?)
            """;

    /** Brings a result somewhere. */
    interface Outlet {
        Future<Void> bring(ReportFile report, LocalDate day, int run);
    }

    /** One result on its way to one outlet. */
    private record Delivery(String report, LocalDate day, int run, String outlet, int attempts) {}

    private final Map<String, Outlet> outlets = new LinkedHashMap<>();
    private final ReportConfig config;
    private final WorkerExecutor workers;
    private final Sessions sessions;
    private final Reports reports;

    Outlets(Vertx vertx, ReportConfig config, WorkerExecutor workers, Sessions sessions, Reports reports) {
        this.config = config;
        this.workers = workers;
        this.sessions = sessions;
        this.reports = reports;
        Shelf shelf = new Shelf(sessions, reports);
        if (config.output() != null) {
            outlets.put("folder", new FolderOutlet(config.output(), shelf, workers));
        }
        if (config.webhook() != null) {
            outlets.put("webhook", new WebhookOutlet(vertx, config.webhook(), shelf, workers));
        }
    }

    /** Where results go on this node. */
    List<String> names() {
        return List.copyOf(outlets.keySet());
    }

    /** Tries what is due once. Never fails. */
    Future<Void> deliver() {
        if (outlets.isEmpty()) {
            return Future.succeededFuture();
        }
        return workers.executeBlocking(this::take, false)
                .compose(due -> {
                    Future<Void> done = Future.succeededFuture();
                    for (Delivery delivery : due) {
                        done = done.compose(before -> bring(delivery));
                    }
                    return done;
                })
                .otherwiseEmpty();
    }

    private List<Delivery> take() throws SQLException {
        List<Delivery> taken = new ArrayList<>();
        try (Connection connection = sessions.maintenance();
                PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setInt(1, config.attempts());
            statement.setArray(2, connection.createArrayOf("text", names().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Delivery(
                            rows.getString(1),
                            rows.getObject(2, LocalDate.class),
                            rows.getInt(3),
                            rows.getString(4),
                            rows.getInt(5)));
                }
            }
        }
        return taken;
    }

    private Future<Void> bring(Delivery delivery) {
        ReportFile report = reports.find(delivery.report());
        Outlet outlet = outlets.get(delivery.outlet());
        Future<Void> brought = report == null || outlet == null
                ? Future.failedFuture("this node doesn't have the report")
                : outlet.bring(report, delivery.day(), delivery.run());
        return brought.map(done -> "")
                .otherwise(failure -> "failed: " + failure.getMessage())
                .compose(error -> workers.executeBlocking(() -> note(delivery, error), false))
                .mapEmpty();
    }

    private String note(Delivery delivery, String error) throws SQLException {
        if (!error.isEmpty()) {
            boolean last = delivery.attempts() >= config.attempts();
            LOG.atWarn()
                    .addKeyValue("report", delivery.report())
                    .addKeyValue("day", delivery.day())
                    .addKeyValue("outlet", delivery.outlet())
                    .addKeyValue("attempt", delivery.attempts())
                    .addKeyValue("reason", error)
                    .log(
                            last
                                    ? "a result couldn't be delivered and is given up"
                                    : "a result couldn't be delivered yet");
        }
        try (Connection connection = sessions.maintenance();
                PreparedStatement statement = connection.prepareStatement(DONE)) {
            statement.setString(1, error);
            statement.setString(2, error);
            statement.setString(3, delivery.report());
            statement.setObject(4, delivery.day());
            statement.setInt(5, delivery.run());
            statement.setString(6, delivery.outlet());
            statement.executeUpdate();
            return error;
        }
    }
}
