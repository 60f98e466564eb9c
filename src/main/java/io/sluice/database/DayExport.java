package io.sluice.database;

import io.sluice.config.DatabaseConfig;
import io.sluice.database.day.DayFileWriter;
import io.sluice.database.day.DayHead;
import io.sluice.telemetry.Metric;
import io.sluice.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a day's rows into a file, on a worker of its own, by a connection of its own. It walks through the day's blocks in
 * portions, each a statement and a transaction by itself: one snapshot of a whole day would keep vacuum from the tables that
 * storing changes all the time. A few rows are all that is held. That the portions are of one state is for
 * {@code sluice.drop_day} to see, which counts again. Used on one event loop.
 */
final class DayExport {
    private static final Logger LOG = LoggerFactory.getLogger(DayExport.class);

    /** 8 MiB of the table; what lies beside it, in TOAST, comes on top. */
    private static final long PORTION_BLOCKS = 1_024;

    /** Taken from the server at once: even the largest events leave a small heap alone. */
    private static final int FETCH_ROWS = 32;

    private static final long LAST_BLOCK = 4_294_967_294L;

    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd");

    private final Vertx vertx;
    private final DatabaseConfig config;
    private final Telemetry telemetry;

    DayExport(Vertx vertx, DatabaseConfig config, Telemetry telemetry) {
        this.vertx = vertx;
        this.config = config;
        this.telemetry = telemetry;
    }

    /** Whether days are to be kept as files. */
    boolean isWanted() {
        return config.export() != null;
    }

    /**
     * Writes the day, which has so many rows; a day without rows needs no file.
     *
     * @return how many rows the file has; fails with an IOException or a SQLException, and then there is no file
     */
    Future<Long> write(String stream, LocalDate day, long rows) {
        if (rows == 0) {
            return Future.succeededFuture(0L);
        }
        // It ends with the verticle: its thread is interrupted then.
        WorkerExecutor worker = vertx.createSharedWorkerExecutor("sluice-export", 1, 1, TimeUnit.DAYS);
        return worker.executeBlocking(() -> writeNow(stream, day, rows))
                .onSuccess(file -> {
                    telemetry.counter(Metric.EXPORTED_ROWS, stream).increment((double) rows);
                    LOG.atInfo()
                            .addKeyValue("stream", stream)
                            .addKeyValue("day", day)
                            .addKeyValue("rows", rows)
                            .addKeyValue("file", file)
                            .log("a day was exported");
                })
                .onFailure(failure ->
                        telemetry.counter(Metric.EXPORT_FAILURES, stream).increment())
                .map(file -> rows)
                .eventually(worker::close);
    }

    private @Nullable Path writeNow(String stream, LocalDate day, long rows) throws IOException, SQLException {
        String table = stream + '$' + day.format(SUFFIX);
        try (Connection connection = connect()) {
            Map<String, String> columns = new LinkedHashMap<>();
            long blocks = columns(connection, table, columns);
            connection.commit();
            Path folder = Path.of(Objects.requireNonNull(config.export()));
            try (DayFileWriter file = DayFileWriter.begin(folder, new DayHead(stream, day, rows, columns));
                    PreparedStatement statement = connection.prepareStatement(
                            Sql.DAY_ROWS.text().replace("{table}", Sql.identifier(table)))) {
                statement.setFetchSize(FETCH_ROWS);
                for (long first = 0; first < blocks; first += PORTION_BLOCKS) {
                    long next = first + PORTION_BLOCKS;
                    portion(statement, first, next < blocks ? next : LAST_BLOCK, file);
                }
                return file.finish();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.maintenance().user());
        properties.setProperty("password", config.maintenance().password().reveal());
        properties.setProperty("ApplicationName", "sluice export");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("options", "-c TimeZone=UTC -c statement_timeout=0");
        Connection connection = DriverManager.getConnection("jdbc:" + config.url(), properties);
        // Only within a transaction does the driver take a result in parts.
        connection.setAutoCommit(false);
        return connection;
    }

    /** Puts the columns into the map; returns how many blocks there are. */
    private static long columns(Connection connection, String table, Map<String, String> columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Sql.DAY_COLUMNS.text())) {
            statement.setString(1, table);
            long blocks = 0;
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    columns.put(found.getString("attname"), found.getString("type"));
                    blocks = found.getLong("blocks");
                }
            }
            return blocks;
        }
    }

    private static void portion(PreparedStatement statement, long first, long last, DayFileWriter file)
            throws SQLException, IOException {
        statement.setLong(1, first);
        statement.setLong(2, last);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("this node stops");
                }
                file.row(rows.getBytes(1));
            }
        }
        statement.getConnection().commit();
    }
}
