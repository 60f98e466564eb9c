package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.DatabaseConfig;
import io.sluice.message.FetchedRecord;
import io.sluice.support.FakeBridge;
import io.sluice.support.PostgresFixture;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What one bad event among 5,000 costs: clean batches and spoilt ones in turn, on one connection. Only the ratio says
 * something, and that of the quickest ones least depends on what else the machine does. The spoilt event is in the middle.
 */
class CulpritCostIT {
    private static final int RECORDS = 50;
    private static final int EVENTS = 100;
    private static final int WARMING = 4;
    private static final int ROUNDS = 11;
    /** On a busy machine the quickest of few rounds says little; that of many comes near to what it costs. */
    private static final int MOST_ROUNDS = 80;

    private static final double MOST = 3;
    private static final PartitionKey KEY = new PartitionKey("logs.nginx", 0);
    private static final UUID TOPIC = UUID.randomUUID();

    @RegisterExtension
    static final PostgresFixture POSTGRES = new PostgresFixture();

    private final Vertx vertx = Vertx.vertx();
    private final long now = System.currentTimeMillis();
    private Storer storer;
    private long offset;

    @BeforeEach
    void prepare() throws Exception {
        DatabaseConfig config = POSTGRES.config();
        Connections connections = new Connections(vertx, config);
        Scenario.finish(new Migrations(vertx, config).run());
        StreamTables tables = new StreamTables(connections, config, Scenario.STREAMS, Clock.systemUTC());
        Scenario.finish(tables.prepare());
        POSTGRES.execute(
                "TRUNCATE sluice.consumer_offset, sluice.event_count, sluice.trouble CASCADE; TRUNCATE logs.nginx;"
                        + " INSERT INTO sluice.consumer_offset VALUES ('logs.nginx', 0, 'nginx', '" + TOPIC
                        + "', 0, 1, 1, 'me')");
        Duration deadline = Duration.ofSeconds(20);
        storer = new Storer(connections.held("storing", deadline), new Pipeline(deadline), deadline, tables);
    }

    @AfterEach
    void close() throws Exception {
        Scenario.finish(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"no jsonb|{\"nul\":\"\\u0000\"}|22P05", "no number|{\"requests\":{\"total\":\"many\"}}|22P02"})
    void oneBadEventAmongFiveThousandCostsAtMostThreeTimesACleanBatch(String kind, String bad, String state)
            throws Exception {
        List<Long> clean = new ArrayList<>();
        List<Long> spoilt = new ArrayList<>();
        for (int i = 0; i < WARMING; i++) {
            store(null);
            store(bad);
        }
        double ratio = Double.MAX_VALUE;
        while (clean.size() < ROUNDS || (ratio >= MOST && clean.size() < MOST_ROUNDS)) {
            clean.add(store(null));
            spoilt.add(store(bad));
            ratio = (double) Collections.min(spoilt) / Collections.min(clean);
        }

        System.out.printf(
                "one event that is %s among %d: median %.1f ms, clean %.1f ms; ratio of the quickest %.2f%n",
                kind, RECORDS * EVENTS, median(spoilt) / 1e6, median(clean) / 1e6, ratio);
        int rounds = WARMING + clean.size();
        assertThat(POSTGRES.query("SELECT count(*), count(DISTINCT kafka_offset), min(sqlstate), max(sqlstate)"
                        + " FROM sluice.trouble"))
                .containsExactly(List.of("" + rounds, "" + rounds, state, state));
        assertThat(POSTGRES.query("SELECT count(*) FROM logs.nginx"))
                .containsExactly(List.of("" + (2 * rounds * RECORDS * EVENTS - rounds)));
        assertThat(ratio).isLessThan(MOST);
    }

    private long store(String bad) throws Exception {
        List<FetchedRecord> records = new ArrayList<>();
        for (int r = 0; r < RECORDS; r++) {
            String[] events = new String[EVENTS];
            Arrays.setAll(events, this::event);
            if (bad != null && r == RECORDS / 2) {
                events[EVENTS / 2] = bad;
            }
            records.add(FakeBridge.at(offset + r, FakeBridge.record(now, "web", events)));
        }
        Batch batch = new Batch(KEY, Scenario.STREAMS.find("nginx"), TOPIC, 1, offset, records);
        long begun = System.nanoTime();
        Scenario.finish(storer.store(List.of(batch)));
        long took = System.nanoTime() - begun;
        offset = batch.nextOffset();
        return took;
    }

    /** About 300 bytes. */
    private String event(int i) {
        return "{\"nginx_version\":\"1.27.3\",\"timestamp\":" + (now + i) + ",\"address\":\"10.0.0." + i
                + "\",\"requests\":{\"total\":" + i + ",\"current\":3},\"connections\":{\"accepted\":" + 7 * i
                + ",\"dropped\":0,\"active\":12,\"idle\":4},\"note\":\"" + "x".repeat(120) + "\"}";
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
