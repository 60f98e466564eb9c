package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.DatabaseConfig;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The storing transaction by itself: all of it, or nothing. */
class TransactionIT {
    private static final PartitionKey KEY = new PartitionKey("logs.nginx", 0);
    private static final UUID TOPIC = UUID.randomUUID();
    private static final long EPOCH = 7;

    @RegisterExtension
    static final PostgresFixture POSTGRES = new PostgresFixture();

    private final Vertx vertx = Vertx.vertx();
    private final Pipeline pipeline = new Pipeline(Duration.ofSeconds(5));
    private PgConnection connection;

    @BeforeEach
    void prepare() throws Exception {
        DatabaseConfig config = POSTGRES.config();
        Connections connections = new Connections(vertx, config);
        Scenario.finish(new Migrations(vertx, config).run());
        Scenario.finish(new StreamTables(connections, config, Scenario.STREAMS, Clock.systemUTC()).prepare());
        POSTGRES.execute("TRUNCATE sluice.consumer_offset, sluice.event_count, logs.nginx;"
                + " INSERT INTO sluice.consumer_offset VALUES ('logs.nginx', 0, 'nginx', '" + TOPIC + "', 5, 1, "
                + EPOCH
                + ", 'me')");
        connection = Scenario.finish(connections.writer("test"));
    }

    @AfterEach
    void close() throws Exception {
        Scenario.finish(vertx.close());
    }

    private static Batch batch(long epoch, long offset, int said) {
        var record = FakeBridge.at(
                offset,
                FakeBridge.miscounted(System.currentTimeMillis(), "web", said, Scenario.event(1), Scenario.event(2)));
        return new Batch(KEY, Scenario.STREAMS.find("nginx"), TOPIC, epoch, offset, List.of(record));
    }

    private static List<Step> steps(Batch batch) {
        return new Transaction(List.of(batch), Troubles.in(List.of(batch)), IdCheck.CLAIM).steps();
    }

    private static void assertNothingStored() {
        assertThat(POSTGRES.query("SELECT next_offset FROM sluice.consumer_offset"))
                .containsExactly(List.of("5"));
        assertThat(POSTGRES.query("SELECT count(*) FROM logs.nginx")).containsExactly(List.of("0"));
        assertThat(POSTGRES.query("SELECT count(*) FROM sluice.event_count")).containsExactly(List.of("0"));
    }

    @Test
    void movesTheOffsetTogetherWithTheRows() throws Exception {
        Scenario.finish(pipeline.commit(connection, steps(batch(EPOCH, 5, 2))));

        assertThat(POSTGRES.query("SELECT next_offset FROM sluice.consumer_offset"))
                .containsExactly(List.of("6"));
        assertThat(POSTGRES.query("SELECT count(*) FROM logs.nginx")).containsExactly(List.of("2"));
    }

    @Test
    void storesNothingByAnOldEpochOrFromAnotherOffset() {
        assertThatThrownBy(() -> Scenario.finish(pipeline.commit(connection, steps(batch(EPOCH - 1, 5, 2)))))
                .satisfies(failure -> assertThat(stateOf(failure)).isEqualTo("SL001"));
        assertThatThrownBy(() -> Scenario.finish(pipeline.commit(connection, steps(batch(EPOCH, 4, 2)))))
                .satisfies(failure -> assertThat(stateOf(failure)).isEqualTo("SL001"));
        assertNothingStored();
    }

    @Test
    void storesNothingWhenTheTallyIsNotWhatWasRead() {
        assertThatThrownBy(() -> Scenario.finish(pipeline.commit(connection, steps(batch(EPOCH, 5, 3)))))
                .satisfies(failure -> assertThat(stateOf(failure)).isEqualTo("SL002"));
        assertNothingStored();
    }

    @Test
    void storesNothingWhenAStatementFailsInTheClient() {
        List<Step> steps = new ArrayList<>(steps(batch(EPOCH, 5, 2)));
        Tuple broken = Tuple.of(TOPIC, "no array", "at", "all", 1, 2);
        steps.set(2, new Step(steps.get(2).sql(), broken));

        assertThatThrownBy(() -> Scenario.finish(pipeline.commit(connection, steps)))
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(PipelineException.class))
                .satisfies(failure -> {
                    assertThat(failure.first()).isNotInstanceOf(PgException.class);
                    assertThat(SqlFailure.of(failure.first())).isEqualTo(SqlFailure.SERVER);
                });
        assertNothingStored();
    }

    @Test
    void aQuarterBeginsAtTheFullQuarterOfTheHour() {
        assertThat(POSTGRES.query("SELECT (extract(epoch FROM sluice.quarter(to_timestamp(s))))::bigint"
                        + " FROM unnest(ARRAY[899.999, 900, 1763712899.999]) AS s"))
                .containsExactly(List.of("0"), List.of("900"), List.of("1763712000"));
    }

    private static String stateOf(Throwable failure) {
        PipelineException first = (PipelineException) failure.getCause();
        return ((PgException) first.first()).getSqlState();
    }
}
