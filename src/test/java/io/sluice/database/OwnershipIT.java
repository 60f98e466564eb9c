package io.sluice.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.support.FakeBridge;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several nodes, one log: each event once, whoever believes to own what. */
class OwnershipIT extends Scenario {
    private static final String OWNERS =
            "SELECT count(*), count(DISTINCT owner) FROM sluice.consumer_offset WHERE owner IS NOT NULL";

    @Test
    void nodesShareThePartitionsAndTakeOverWhatOneGivesBack() throws Exception {
        log.topic("nginx", 4);
        Vertx first = startNode(postgres.config());
        eventually(() -> assertThat(postgres.query(OWNERS)).containsExactly(List.of("4", "1")));

        startNode(postgres.config());

        eventually(() -> assertThat(postgres.query(
                        "SELECT count(*) FROM sluice.consumer_offset WHERE owner IS NOT NULL" + " GROUP BY owner"))
                .containsExactly(List.of("2"), List.of("2")));
        finish(first.close());
        assertThat(one("SELECT count(*) FROM sluice.lease")).isEqualTo("1");
        eventually(() -> assertThat(postgres.query(OWNERS)).containsExactly(List.of("4", "1")));
    }

    @Test
    void aZombieWritesNothing() throws Exception {
        log.topic("nginx", 1);
        startNode(postgres.config());
        eventually(() ->
                assertThat(one("SELECT owner FROM sluice.consumer_offset")).startsWith("node1-"));
        postgres.execute("INSERT INTO sluice.lease VALUES ('other', 'database', clock_timestamp() + interval '2 s')");
        postgres.execute("UPDATE sluice.consumer_offset SET epoch = epoch + 1, owner = 'other'");

        log.append("nginx", 0, FakeBridge.record(now, "web", event(1)));

        eventually(
                () -> assertThat(meters.get("sluice.owned.partitions").gauge().value())
                        .isZero());
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("0");
        awaitOffset("nginx", 0, 1);
        assertThat(one("SELECT count(*) FROM logs.nginx")).isEqualTo("1");
        assertThat(one("SELECT epoch FROM sluice.consumer_offset")).isEqualTo("3");
    }

    @Test
    void twoNodesThatFightForAPartitionStoreEachEventOnce() throws Exception {
        log.topic("nginx", 1);
        startNode(postgres.config());
        eventually(() ->
                assertThat(one("SELECT owner FROM sluice.consumer_offset")).startsWith("node1-"));
        postgres.execute("CREATE FUNCTION sluice.cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " NEW.expires_at := '-infinity'; RETURN NEW; END $$;"
                + " CREATE TRIGGER cut_off BEFORE INSERT OR UPDATE ON sluice.lease FOR EACH ROW"
                + " EXECUTE FUNCTION sluice.cut_off()");

        startNode(postgres.config());
        for (int i = 0; i < 300; i++) {
            log.append("nginx", 0, FakeBridge.record(now, "web", event(i)));
        }

        eventually(() -> assertThat(Integer.parseInt(one("SELECT epoch FROM sluice.consumer_offset")))
                .isGreaterThan(4));
        awaitOffset("nginx", 0, 300);
        assertThat(postgres.query("SELECT count(*), count(DISTINCT kafka_offset) FROM logs.nginx"))
                .containsExactly(List.of("300", "300"));
        assertThat(one("SELECT sum(stored) FROM sluice.event_count")).isEqualTo("300");
    }
}
