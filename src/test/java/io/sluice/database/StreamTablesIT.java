package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.JsonPointer;
import io.sluice.config.Stream;
import io.sluice.config.Stream.Column;
import io.sluice.config.Stream.ColumnType;
import io.sluice.config.Streams;
import io.sluice.support.PostgresFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tables follow the streams' files. */
class StreamTablesIT {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T23:59:00Z"), ZoneOffset.UTC);

    @RegisterExtension
    final PostgresFixture postgres = new PostgresFixture();

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void migrate() throws Exception {
        Scenario.finish(new Migrations(vertx, postgres.config()).run());
    }

    @AfterEach
    void close() throws Exception {
        Scenario.finish(vertx.close());
    }

    private Map<String, String> prepare(Stream... streams) throws Exception {
        Connections connections = new Connections(vertx, postgres.config());
        return Scenario.finish(
                new StreamTables(connections, postgres.config(), new Streams(List.of(streams)), CLOCK).prepare());
    }

    private static Stream stream(String name, Column... columns) {
        return new Stream(
                name,
                "test",
                new Stream.StreamFile(
                        null,
                        null,
                        1,
                        new JsonObject(),
                        null,
                        new JsonPointer("/id"),
                        List.of(columns),
                        null,
                        Duration.ofDays(7),
                        null));
    }

    @Test
    void aColumnThatAStreamGainedIsAdded() throws Exception {
        prepare(stream("orders"));

        Map<String, String> refused =
                prepare(stream("orders", new Column("total", new JsonPointer("/total"), ColumnType.DOUBLE)));

        assertThat(refused).isEmpty();
        assertThat(postgres.query("SELECT data_type FROM information_schema.columns"
                        + " WHERE table_schema = 'logs' AND table_name = 'orders' AND column_name = 'total'"))
                .containsExactly(List.of("double precision"));
    }

    @Test
    void aColumnWhoseTypeChangedRefusesOnlyItsStream() throws Exception {
        prepare(stream("orders", new Column("total", new JsonPointer("/total"), ColumnType.DOUBLE)));

        Map<String, String> refused = prepare(
                stream("orders", new Column("total", new JsonPointer("/total"), ColumnType.TEXT)), stream("visits"));

        assertThat(refused)
                .containsExactly(Map.entry(
                        "orders",
                        "the column total of stream orders is double precision in the database and text in the"
                                + " stream's file"));
        assertThat(postgres.query("SELECT to_regclass('logs.visits') IS NOT NULL"))
                .containsExactly(List.of("t"));
    }

    @Test
    void aDayTakesAlongTheConstraintsThatSomebodyAddedToItsTable() throws Exception {
        prepare(stream("orders"));
        postgres.execute("ALTER TABLE logs.orders ADD CONSTRAINT picky CHECK (client <> 'nobody')");
        postgres.execute("DROP TABLE logs.\"orders$20261123\"");

        assertThat(prepare(stream("orders"))).isEmpty();

        assertThat(postgres.query("SELECT conrelid::regclass::text FROM pg_constraint WHERE conname = 'picky'"
                        + " AND conrelid = 'logs.\"orders$20261123\"'::regclass"))
                .hasSize(1);
        assertThat(postgres.query("SELECT conname FROM pg_constraint WHERE conname LIKE 'day%'"))
                .isEmpty();
    }

    @Test
    void aDayThatCannotBeMadeRefusesOnlyItsStream() throws Exception {
        prepare(stream("orders"));
        postgres.execute("DROP TABLE logs.\"orders$20261123\"");
        postgres.execute("CREATE TABLE logs.orders_other PARTITION OF logs.orders"
                + " FOR VALUES FROM ('2026-11-23 10:00+00') TO ('2026-11-23 11:00+00')");

        assertThat(prepare(stream("orders"), stream("visits"))).containsOnlyKeys("orders");

        assertThat(postgres.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'logs.visits'::regclass"))
                .containsExactly(List.of("4"));
    }

    @Test
    void daysAreMadeFromYesterdayOn() throws Exception {
        prepare(stream("orders"));

        assertThat(postgres.query("SELECT inhrelid::regclass::text FROM pg_inherits"
                        + " WHERE inhparent = 'logs.orders'::regclass ORDER BY 1"))
                .containsExactly(
                        List.of("logs.\"orders$20261120\""),
                        List.of("logs.\"orders$20261121\""),
                        List.of("logs.\"orders$20261122\""),
                        List.of("logs.\"orders$20261123\""));
    }

    @Test
    void theReaderSeesEverythingAndChangesNothing() throws Exception {
        prepare(stream("orders"));

        try (Connection reader = DriverManager.getConnection("jdbc:" + postgres.url(), "sluice_reader", "sluice");
                Statement statement = reader.createStatement()) {
            assertThat(PostgresFixture.query(reader, "SELECT count(*) FROM logs.orders"))
                    .containsExactly(List.of("0"));
            assertThat(PostgresFixture.query(reader, "SELECT count(*) FROM sluice.trouble"))
                    .containsExactly(List.of("0"));
            assertThatThrownBy(() -> statement.execute("DELETE FROM sluice.trouble"))
                    .isInstanceOf(SQLException.class);
        }
    }
}
